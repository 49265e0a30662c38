// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.nio.charset.StandardCharsets;

/**
 * A 512-byte header of an archive's tar: POSIX.1-1988 ustar, and GNU tar's {@code struct
 * oldgnu_header}. Reads only what finding files takes.
 */
final class TarHeader {
  static final int BYTES = 512;

  static final int NAME = 0;
  static final int NAME_BYTES = 100;
  static final int MODE = 100;
  static final int UID = 108;
  static final int GID = 116;
  static final int SIZE = 124;
  static final int SIZE_BYTES = 12;
  static final int MTIME = 136;
  static final int CHECKSUM = 148;
  static final int CHECKSUM_BYTES = 8;
  static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int LINK_BYTES = 100;
  static final int MAGIC = 257;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;

  private final byte[] block;

  TarHeader(byte[] block) {
    this.block = block;
  }

  /** Whether all bytes are zero: the mark of the archive's end. */
  boolean isZero() {
    for (byte b : block) {
      if (b != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether the check sum is that of the header, in the sense of POSIX or of old SunOS. */
  boolean isSound() {
    long wanted = octal(CHECKSUM, CHECKSUM_BYTES);
    long unsigned = 0;
    long signed = 0;
    for (int i = 0; i < BYTES; i++) {
      boolean isChecksum = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
      unsigned += isChecksum ? ' ' : Byte.toUnsignedInt(block[i]);
      signed += isChecksum ? ' ' : block[i];
    }
    return wanted == unsigned || wanted == signed;
  }

  char type() {
    return (char) Byte.toUnsignedInt(block[TYPE]);
  }

  String name() {
    String name = text(NAME, NAME_BYTES);
    String prefix = isPosix() ? text(PREFIX, PREFIX_BYTES) : "";
    return prefix.isEmpty() ? name : prefix + "/" + name;
  }

  String link() {
    return text(LINK, LINK_BYTES);
  }

  /** The size of what follows; -1 if the field holds no number that could be a size. */
  long sizeBytes() {
    return (block[SIZE] & 0x80) != 0 ? base256() : octal(SIZE, SIZE_BYTES);
  }

  /** GNU's headers end their magic in a blank and use the prefix for other things. */
  private boolean isPosix() {
    return text(MAGIC, 6).equals("ustar");
  }

  /** GNU tar's numbers for what does not fit: big-endian behind a set top bit. */
  private long base256() {
    long value = block[SIZE] & 0x7f;
    for (int i = 1; i < SIZE_BYTES; i++) {
      if (value >>> 55 != 0) {
        return -1;
      }
      value = value << 8 | Byte.toUnsignedInt(block[SIZE + i]);
    }
    return value;
  }

  private long octal(int at, int length) {
    int i = at;
    int end = at + length;
    while (i < end && block[i] == ' ') {
      i++;
    }
    long value = 0;
    while (i < end && block[i] >= '0' && block[i] <= '7') {
      value = value << 3 | block[i] - '0';
      i++;
    }
    boolean ended = i == end || block[i] == ' ' || block[i] == 0;
    return ended ? value : -1;
  }

  private String text(int at, int length) {
    int end = at;
    while (end < at + length && block[end] != 0) {
      end++;
    }
    return new String(block, at, end - at, StandardCharsets.UTF_8);
  }
}
