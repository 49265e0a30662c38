// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.time.Instant;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One name in a tree and what it leads to, links not followed. Bytes of names stand as one
 * character each (ISO-8859-1), since they need not be text.
 *
 * @param path names with '/' between them, empty for the root
 * @param type as {@code find} says it: {@code f d l p s c b}
 * @param mode the permission bits with setuid, setgid and sticky
 * @param uid the owner
 * @param gid the group
 * @param linkCount the link count
 * @param sizeBytes the size, 0 for a directory, whose size says nothing
 * @param device {@code major:minor} of a device, otherwise empty
 * @param modified the modification time
 * @param linkTarget what a symbolic link says, otherwise empty
 * @param xattrs full names, and values in hexadecimal
 * @param contentDigest SHA-256 of a file's bytes in hexadecimal, otherwise empty
 * @param sameInodeAs the first path, in order of bytes, that leads to the same inode
 */
public record TreeEntry(
    String path,
    char type,
    int mode,
    long uid,
    long gid,
    long linkCount,
    long sizeBytes,
    String device,
    Instant modified,
    String linkTarget,
    SortedMap<String, String> xattrs,
    String contentDigest,
    String sameInodeAs) {

  /** Copies the attributes. */
  public TreeEntry {
    xattrs = Collections.unmodifiableSortedMap(new TreeMap<>(xattrs));
  }

  /**
   * {@return this entry with another time}
   *
   * @param time the time
   */
  public TreeEntry withModified(Instant time) {
    return new TreeEntry(
        path,
        type,
        mode,
        uid,
        gid,
        linkCount,
        sizeBytes,
        device,
        time,
        linkTarget,
        xattrs,
        contentDigest,
        sameInodeAs);
  }

  /**
   * {@return this entry with another link count}
   *
   * @param count the count
   */
  public TreeEntry withLinkCount(long count) {
    return new TreeEntry(
        path,
        type,
        mode,
        uid,
        gid,
        count,
        sizeBytes,
        device,
        modified,
        linkTarget,
        xattrs,
        contentDigest,
        sameInodeAs);
  }

  /** {@return every compared field but the path, by name, as text} */
  Map<String, String> fields() {
    var fields = new LinkedHashMap<String, String>();
    fields.put("type", String.valueOf(type));
    fields.put("mode", String.format("%04o", mode));
    fields.put("uid", Long.toString(uid));
    fields.put("gid", Long.toString(gid));
    fields.put("link count", Long.toString(linkCount));
    fields.put("size", Long.toString(sizeBytes));
    fields.put("device", device);
    fields.put("mtime", modified.toString());
    fields.put("link target", RawName.shown(linkTarget));
    fields.put("xattrs", RawName.shown(xattrs.toString()));
    fields.put("content", contentDigest);
    fields.put("same inode as", RawName.shown(sameInodeAs));
    return fields;
  }
}
