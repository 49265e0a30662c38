// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.tree.Metadata;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** An entry's fields, taken from its PAX records, and from its header where they say nothing. */
final class MemberFields {
  private static final long MAX_ID = 0xFFFF_FFFFL;
  private static final int MAX_MAJOR = 0xFFF;
  private static final int MAX_MINOR = 0xFFFFF;
  private static final int NANO_DIGITS = 9;

  private final TarHeader header;
  private final PaxRecords pax;
  private final LayerLimits limits;
  private final Warnings warnings;

  /** For errors; empty until the name has been read. */
  private TarPath name = TarPath.EMPTY;

  MemberFields(TarHeader header, PaxRecords pax, LayerLimits limits, Warnings warnings) {
    this.header = header;
    this.pax = pax;
    this.limits = limits;
    this.warnings = warnings;
  }

  TarPath name(byte @Nullable [] longName) throws LayerFormatException {
    // GNU tar names the entry of a sparse file after its own process; the real name is here.
    byte[] sparseName = pax.bytes("GNU.sparse.name");
    byte[] path = sparseName != null ? sparseName : pax.bytes("path");
    TarPath name = TarPath.of(longName != null ? longName : path != null ? path : header.name());
    this.name = name;
    requireNoNul(name, "a name");
    return name;
  }

  TarMember.Type type() throws LayerFormatException {
    char flag = header.typeFlag();
    boolean slash = name.length() > 0 && name.byteAt(name.length() - 1) == '/';
    return switch (flag) {
      // Before there was a type for directories, a slash told them.
      case '\0' -> slash ? TarMember.Type.DIRECTORY : TarMember.Type.REGULAR;
      case '0' ->
          slash && header.isSeventhEdition() ? TarMember.Type.DIRECTORY : TarMember.Type.REGULAR;
      case '7', 'S' -> TarMember.Type.REGULAR;
      case '1' -> TarMember.Type.HARD_LINK;
      case '2' -> TarMember.Type.SYMLINK;
      case '3' -> TarMember.Type.CHARACTER_DEVICE;
      case '4' -> TarMember.Type.BLOCK_DEVICE;
      // D is a directory with a list of its names behind it, from incremental backups.
      case '5', 'D' -> TarMember.Type.DIRECTORY;
      case '6' -> TarMember.Type.FIFO;
      default ->
          throw error(
              "an entry type that a layer can hold",
              flag > ' ' && flag < 0x7F ? "'" + flag + "'" : "0x" + Integer.toHexString(flag));
    };
  }

  /** {@return the number of bytes behind the header} A size of any other type is only a hint. */
  long storedSize(TarMember.Type type) throws LayerFormatException {
    if (type != TarMember.Type.REGULAR && header.typeFlag() != 'D') {
      return 0;
    }
    String size = pax.text("size");
    return size == null ? header.size() : decimal(size, "PAX size");
  }

  @Nullable SparseMap sparseMap(TarInput input) throws IOException {
    int maxBytes = limits.paxHeaderBytes();
    return header.typeFlag() == 'S'
        ? SparseMap.ofHeader(header, name, input, maxBytes)
        : SparseMap.ofRecords(pax, name, header.offset(), input, maxBytes);
  }

  TarPath linkTarget(TarMember.Type type, byte @Nullable [] longLink) throws LayerFormatException {
    if (type != TarMember.Type.HARD_LINK && type != TarMember.Type.SYMLINK) {
      return TarPath.EMPTY;
    }
    byte[] linkPath = pax.bytes("linkpath");
    TarPath target =
        TarPath.of(longLink != null ? longLink : linkPath != null ? linkPath : header.linkName());
    requireNoNul(target, "a link target");
    return target;
  }

  int deviceMajor(TarMember.Type type) throws LayerFormatException {
    return isDevice(type)
        ? within(
            MAX_MAJOR, number("SCHILY.devmajor", header.deviceMajor()), "a device major number")
        : 0;
  }

  int deviceMinor(TarMember.Type type) throws LayerFormatException {
    return isDevice(type)
        ? within(
            MAX_MINOR, number("SCHILY.devminor", header.deviceMinor()), "a device minor number")
        : 0;
  }

  Metadata metadata() throws LayerFormatException {
    long uid = number("uid", header.uid());
    long gid = number("gid", header.gid());
    if (uid < 0 || uid > MAX_ID || gid < 0 || gid > MAX_ID) {
      throw error("uid and gid from 0 to " + MAX_ID, uid + " and " + gid);
    }
    String mtime = pax.text("mtime");
    long seconds = mtime == null ? header.mtime() : wholeSeconds(mtime);
    int nanos = mtime == null ? 0 : nanosAfter(mtime);
    warnOfUnkept();
    try {
      return new Metadata(
          header.permissions(), uid, gid, seconds, nanos, Xattrs.in(pax, limits.xattrBytes()));
    } catch (Xattrs.Refusal refusal) {
      var error = error(refusal.wanted(), refusal.got());
      throw refusal.isOverLimit() ? error.ofLimit() : error;
    }
  }

  /**
   * Access control lists and labels as text: GNU tar and star write them so. Linux, image builders
   * and containerd know only the attributes {@code system.posix_acl_*} and {@code security.*}.
   */
  private void warnOfUnkept() {
    for (String keyword : pax.all().keySet()) {
      if (keyword.startsWith("SCHILY.acl.") || keyword.equals("RHT.security.selinux")) {
        warnings.add("PAX records " + keyword + " are not kept", name);
      }
    }
  }

  private static boolean isDevice(TarMember.Type type) {
    return type == TarMember.Type.CHARACTER_DEVICE || type == TarMember.Type.BLOCK_DEVICE;
  }

  private int within(int max, long number, String what) throws LayerFormatException {
    if (number < 0 || number > max) {
      throw error(what + " from 0 to " + max, Long.toString(number));
    }
    return Math.toIntExact(number);
  }

  private long number(String keyword, long inHeader) throws LayerFormatException {
    String text = pax.text(keyword);
    return text == null ? inHeader : decimal(text, "PAX " + keyword);
  }

  /** {@return the seconds, rounded down, so that a fraction always is later} */
  private long wholeSeconds(String mtime) throws LayerFormatException {
    int point = mtime.indexOf('.');
    String whole = point < 0 ? mtime : mtime.substring(0, point);
    boolean negative = whole.startsWith("-");
    long seconds = decimal(negative ? whole.substring(1) : whole, "PAX mtime");
    if (!negative) {
      return seconds;
    }
    return fraction(mtime) == 0 ? -seconds : -seconds - 1;
  }

  private int nanosAfter(String mtime) throws LayerFormatException {
    int fraction = fraction(mtime);
    return mtime.startsWith("-") && fraction != 0 ? 1_000_000_000 - fraction : fraction;
  }

  /** {@return the nanoseconds behind the point; finer digits are cut off} */
  private int fraction(String mtime) throws LayerFormatException {
    int point = mtime.indexOf('.');
    if (point < 0 || point == mtime.length() - 1) {
      return 0;
    }
    String digits = mtime.substring(point + 1);
    for (int i = 0; i < digits.length(); i++) {
      if (digits.charAt(i) < '0' || digits.charAt(i) > '9') {
        throw error("a decimal number in PAX mtime", "\"" + TarPath.of(mtime) + "\"");
      }
    }
    String nanos = (digits + "0".repeat(NANO_DIGITS)).substring(0, NANO_DIGITS);
    return Integer.parseInt(nanos);
  }

  private void requireNoNul(TarPath path, String what) throws LayerFormatException {
    for (int i = 0; i < path.length(); i++) {
      if (path.byteAt(i) == 0) {
        throw error(what + " without NUL", "one with a NUL at byte " + i);
      }
    }
  }

  private long decimal(String text, String what) throws LayerFormatException {
    return SparseMap.decimal(text, what, name, header.offset());
  }

  private LayerFormatException error(String wanted, String got) {
    return new LayerFormatException(name.toString(), header.offset(), wanted, got);
  }
}
