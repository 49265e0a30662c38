// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What every inode has besides its type and content.
 *
 * @param permissions the twelve mode bits {@code 07777}: setuid, setgid, sticky and rwx
 * @param uid owner, 0 to 2<sup>32</sup>-1
 * @param gid group, 0 to 2<sup>32</sup>-1
 * @param mtimeSeconds seconds since the epoch, may be negative
 * @param mtimeNanos 0 to 999,999,999
 * @param xattrs extended attributes, in the order of their names
 */
public record Metadata(
    int permissions, long uid, long gid, long mtimeSeconds, int mtimeNanos, List<Xattr> xattrs) {

  private static final long MAX_ID = 0xFFFF_FFFFL;

  /** A directory that a layer implies but nobody lists: 0755, root, the epoch. */
  public static final Metadata IMPLIED_DIRECTORY = new Metadata(0755, 0, 0, 0, 0, List.of());

  /** Checks the ranges. */
  public Metadata {
    if ((permissions & ~07777) != 0) {
      throw new IllegalArgumentException("permissions are twelve bits, not " + permissions);
    }
    if (uid < 0 || uid > MAX_ID || gid < 0 || gid > MAX_ID) {
      throw new IllegalArgumentException("uid and gid are 32 bits, not " + uid + ":" + gid);
    }
    if (mtimeNanos < 0 || mtimeNanos > 999_999_999) {
      throw new IllegalArgumentException("nanoseconds out of range: " + mtimeNanos);
    }
    xattrs = List.copyOf(xattrs);
  }

  /** As a record's own would, but that takes long until it is compiled, and each entry is asked. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Metadata that
        && permissions == that.permissions
        && uid == that.uid
        && gid == that.gid
        && mtimeSeconds == that.mtimeSeconds
        && mtimeNanos == that.mtimeNanos
        && xattrs.equals(that.xattrs);
  }

  @Override
  public int hashCode() {
    int hash = permissions;
    hash = 31 * hash + Long.hashCode(uid);
    hash = 31 * hash + Long.hashCode(gid);
    hash = 31 * hash + Long.hashCode(mtimeSeconds);
    hash = 31 * hash + mtimeNanos;
    return 31 * hash + xattrs.hashCode();
  }
}
