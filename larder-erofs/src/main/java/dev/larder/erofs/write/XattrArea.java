// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.error.XattrRefusedException.Reason;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.Marker;
import dev.larder.erofs.format.XattrEntry;
import dev.larder.erofs.format.XattrHeader;
import dev.larder.erofs.format.XattrPrefix;
import dev.larder.erofs.tree.Xattr;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The extended attributes of one inode, which stand behind it. */
public final class XattrArea {
  /** {@code XATTR_NAME_MAX} of Linux: no name that is longer can be asked for. */
  private static final int MAX_NAME_BYTES = 255;

  private static final int MARKER_ROOM = 128;

  private XattrArea() {}

  /**
   * Checks that a layer may give one inode these attributes.
   *
   * @throws XattrRefusedException for the first that EROFS cannot hold, or whose name is reserved
   */
  public static void requireStorable(List<Xattr> xattrs) throws XattrRefusedException {
    for (Xattr xattr : xattrs) {
      if (xattr.name().startsWith(Marker.RESERVED_PREFIX)) {
        throw new XattrRefusedException(xattr.name(), Reason.RESERVED);
      }
    }
    // What markers add is left room for, so that an inode accepted here never fails when written.
    if (requireSane(xattrs) > XattrHeader.MAX_AREA_BYTES - MARKER_ROOM) {
      throw tooMuch(xattrs);
    }
  }

  /** {@return the bytes that the attributes take, markers or not} */
  static long requireSane(List<Xattr> xattrs) throws XattrRefusedException {
    for (Xattr xattr : xattrs) {
      requireSane(xattr);
    }
    long bytes = write(xattrs, LittleEndian.measuring(), 0);
    if (bytes > XattrHeader.MAX_AREA_BYTES) {
      throw tooMuch(xattrs);
    }
    return bytes;
  }

  private static void requireSane(Xattr xattr) throws XattrRefusedException {
    String name = xattr.name();
    XattrPrefix prefix =
        XattrPrefix.ofName(name)
            .orElseThrow(() -> new XattrRefusedException(name, Reason.UNKNOWN_PREFIX));
    int length = name.getBytes(StandardCharsets.UTF_8).length;
    boolean emptyBehindPrefix = !prefix.isWholeName() && name.length() == prefix.text().length();
    if (emptyBehindPrefix || length > MAX_NAME_BYTES || name.indexOf('\0') >= 0) {
      throw new XattrRefusedException(name, Reason.BAD_NAME);
    }
    if (xattr.valueLength() > XattrEntry.MAX_VALUE_BYTES) {
      throw new XattrRefusedException(name, Reason.VALUE_TOO_LONG);
    }
  }

  private static XattrRefusedException tooMuch(List<Xattr> xattrs) {
    return new XattrRefusedException(xattrs.getLast().name(), Reason.TOO_MUCH_IN_ALL);
  }

  /**
   * Writes attributes that are {@linkplain #requireSane sane} and returns the offset behind them.
   */
  static long write(List<Xattr> xattrs, LittleEndian out, long at) {
    if (xattrs.isEmpty()) {
      return at;
    }
    long next = new XattrHeader(0).write(out, at);
    for (Xattr xattr : xattrs) {
      next = write(xattr, out, next);
    }
    return next;
  }

  private static long write(Xattr xattr, LittleEndian out, long at) {
    XattrPrefix prefix = XattrPrefix.ofName(xattr.name()).orElseThrow();
    byte[] suffix = xattr.name().substring(prefix.text().length()).getBytes(StandardCharsets.UTF_8);
    long next = new XattrEntry(suffix.length, prefix.index(), xattr.valueLength()).write(out, at);
    out.bytes(next, suffix);
    next += suffix.length;
    out.bytes(next, xattr.value());
    next += xattr.valueLength();
    long end = XattrEntry.align(next);
    out.zeros(next, end);
    return end;
  }
}
