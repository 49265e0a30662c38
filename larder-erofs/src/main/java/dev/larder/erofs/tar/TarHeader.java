// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.layer.LayerFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * A header block, field by field: POSIX.1-2017 pax, "ustar Interchange Format", and the GNU tar
 * manual, "Basic Tar Format". Numbers are octal, or base 256 when the first bit is set.
 */
final class TarHeader {
  /** A field: where it is, how long it is and how errors call it. */
  private record Field(String name, int offset, int length) {}

  private static final Field NAME = new Field("name", 0, 100);
  private static final Field MODE = new Field("mode", 100, 8);
  private static final Field UID = new Field("uid", 108, 8);
  private static final Field GID = new Field("gid", 116, 8);
  private static final Field SIZE = new Field("size", 124, 12);
  private static final Field MTIME = new Field("mtime", 136, 12);
  private static final Field CHECKSUM = new Field("chksum", 148, 8);
  private static final int TYPE_FLAG = 156;
  private static final Field LINK_NAME = new Field("linkname", 157, 100);
  private static final int MAGIC = 257;
  private static final Field DEVICE_MAJOR = new Field("devmajor", 329, 8);
  private static final Field DEVICE_MINOR = new Field("devminor", 337, 8);
  private static final Field PREFIX = new Field("prefix", 345, 155);

  /** star keeps atime and ctime behind a shorter prefix. */
  private static final Field STAR_PREFIX = new Field("prefix", 345, 131);

  private static final int STAR_TRAILER = 508;

  static final int OLD_SPARSE_MAP = 386;
  static final int OLD_SPARSE_SLOTS = 4;
  static final int OLD_SPARSE_IS_EXTENDED = 482;
  private static final Field OLD_SPARSE_REAL_SIZE = new Field("realsize", 483, 12);

  private static final byte[] POSIX_MAGIC = "ustar\0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] GNU_MAGIC = "ustar  \0".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] STAR_MAGIC = "tar\0".getBytes(StandardCharsets.US_ASCII);

  private final byte[] block;
  private final long offset;
  private final boolean posix;
  private final boolean gnu;

  private TarHeader(byte[] block, long offset) {
    this.block = block;
    this.offset = offset;
    this.posix = has(POSIX_MAGIC, MAGIC);
    this.gnu = has(GNU_MAGIC, MAGIC);
  }

  /** {@return the header in {@code block}, which is not copied, after its checksum was compared} */
  static TarHeader of(byte[] block, long offset) throws LayerFormatException {
    var header = new TarHeader(block, offset);
    header.requireChecksum();
    return header;
  }

  long offset() {
    return offset;
  }

  char typeFlag() {
    return (char) (block[TYPE_FLAG] & 0xFF);
  }

  /**
   * {@return whether the header is older than POSIX: no magic, and nothing behind the link name}
   */
  boolean isSeventhEdition() {
    return !posix && !gnu;
  }

  byte[] name() {
    byte[] name = text(NAME);
    byte[] prefix =
        posix ? text(has(STAR_MAGIC, STAR_TRAILER) ? STAR_PREFIX : PREFIX) : new byte[0];
    if (prefix.length == 0) {
      return name;
    }
    byte[] whole = Arrays.copyOf(prefix, prefix.length + 1 + name.length);
    whole[prefix.length] = '/';
    System.arraycopy(name, 0, whole, prefix.length + 1, name.length);
    return whole;
  }

  byte[] linkName() {
    return text(LINK_NAME);
  }

  /** {@return the mode; some writers put the type's bits above the twelve that count} */
  int permissions() throws LayerFormatException {
    return Math.toIntExact(number(MODE) & 07777);
  }

  long uid() throws LayerFormatException {
    return number(UID);
  }

  long gid() throws LayerFormatException {
    return number(GID);
  }

  long size() throws LayerFormatException {
    long size = number(SIZE);
    if (size < 0) {
      throw error("a size", Long.toString(size));
    }
    return size;
  }

  long mtime() throws LayerFormatException {
    return number(MTIME);
  }

  long deviceMajor() throws LayerFormatException {
    return isSeventhEdition() ? 0 : number(DEVICE_MAJOR);
  }

  long deviceMinor() throws LayerFormatException {
    return isSeventhEdition() ? 0 : number(DEVICE_MINOR);
  }

  long oldSparseRealSize() throws LayerFormatException {
    return number(OLD_SPARSE_REAL_SIZE);
  }

  /** {@return the number at a place of this block, which may also be the map of a sparse file} */
  long numberAt(String name, int at) throws LayerFormatException {
    return number(new Field(name, at, 12));
  }

  boolean isSetAt(int at) {
    return block[at] != 0;
  }

  /** {@return a further block of an old sparse map, read with this header's rules} */
  TarHeader continuedBy(byte[] extension) {
    return new TarHeader(extension, offset);
  }

  static boolean isZero(byte[] block) {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  LayerFormatException error(String wanted, String got) {
    return new LayerFormatException(TarPath.of(name()).toString(), offset, wanted, got);
  }

  private void requireChecksum() throws LayerFormatException {
    long sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    for (int i = CHECKSUM.offset; i < CHECKSUM.offset + CHECKSUM.length; i++) {
      sum += ' ' - (block[i] & 0xFF);
    }
    long stored = number(CHECKSUM);
    // Old writers sum signed bytes; both sums are in use.
    if (stored != sum && stored != sum - 256 * nonAsciiBytes()) {
      throw error("header checksum " + sum, Long.toString(stored));
    }
  }

  /** {@return how many bytes are 256 less with a sign, but for those of the checksum itself} */
  private long nonAsciiBytes() {
    long count = 0;
    for (int i = 0; i < TarInput.BLOCK; i++) {
      boolean own = i >= CHECKSUM.offset && i < CHECKSUM.offset + CHECKSUM.length;
      if (!own && block[i] < 0) {
        count++;
      }
    }
    return count;
  }

  private long number(Field field) throws LayerFormatException {
    return (block[field.offset] & 0x80) != 0 ? base256(field) : octal(field);
  }

  /** Two's complement, big-endian, in all bits but the first. */
  private long base256(Field field) throws LayerFormatException {
    boolean negative = (block[field.offset] & 0x40) != 0;
    long value = negative ? -1 : 0;
    for (int i = 0; i < field.length; i++) {
      int b = block[field.offset + i] & 0xFF;
      if (i == 0) {
        b = negative ? b : b & 0x7F;
      }
      if (value != (value << 8) >> 8) {
        throw error("a number of 64 bits in " + field.name, "a longer one");
      }
      value = value << 8 | b;
    }
    return value;
  }

  /** Digits between blanks; nothing at all is zero, which many fields of old headers are. */
  private long octal(Field field) throws LayerFormatException {
    int end = field.offset + field.length;
    int at = field.offset;
    while (at < end && (block[at] == ' ' || block[at] == 0)) {
      at++;
    }
    long value = 0;
    for (; at < end && block[at] != ' ' && block[at] != 0; at++) {
      if (block[at] < '0' || block[at] > '7') {
        throw error(
            "an octal or base-256 number in " + field.name,
            "byte 0x" + Integer.toHexString(block[at] & 0xFF));
      }
      value = value << 3 | (block[at] - '0');
    }
    return value;
  }

  private byte[] text(Field field) {
    int length = 0;
    while (length < field.length && block[field.offset + length] != 0) {
      length++;
    }
    return Arrays.copyOfRange(block, field.offset, field.offset + length);
  }

  private boolean has(byte[] expected, int at) {
    return Arrays.equals(block, at, at + expected.length, expected, 0, expected.length);
  }
}
