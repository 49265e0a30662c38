// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.util.Arrays;
import java.util.Locale;

/** How a stream is compressed, as its first bytes say. */
public enum Compression {
  /** Not compressed. */
  NONE,
  /** gzip, RFC 1952: any number of members. */
  GZIP,
  /** zstd, RFC 8878: any number of frames, skippable ones included. */
  ZSTD;

  /** The most bytes that {@link #detect} looks at. */
  static final int DETECT_BYTES = 10;

  private static final byte[] GZIP_MAGIC = {0x1f, (byte) 0x8b, 8};
  private static final byte[] ZSTD_MAGIC = {0x28, (byte) 0xb5, 0x2f, (byte) 0xfd};

  /** Behind a first byte of 0x50 to 0x5f: RFC 8878, Skippable Frames. */
  private static final byte[] ZSTD_SKIPPABLE_REST = {0x2a, 0x4d, 0x18};

  private static final byte[] XZ_MAGIC = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0};
  private static final byte[] BZIP2_MAGIC = {'B', 'Z', 'h'};
  private static final byte[] BZIP2_BLOCK = {0x31, 0x41, 0x59, 0x26, 0x53, 0x59};

  /**
   * {@return the compression of a stream that begins with {@code bytes}} What no known compression
   * begins with is {@link #NONE}.
   *
   * @param bytes the beginning of the stream, {@value #DETECT_BYTES} unless it is shorter
   * @throws UnsupportedCompressionException if it is one that is known but not read
   */
  static Compression detect(byte[] bytes) throws UnsupportedCompressionException {
    if (has(bytes, 0, GZIP_MAGIC)) {
      return GZIP;
    }
    boolean skippable =
        bytes.length > 0 && (bytes[0] & 0xf0) == 0x50 && has(bytes, 1, ZSTD_SKIPPABLE_REST);
    if (skippable || has(bytes, 0, ZSTD_MAGIC)) {
      return ZSTD;
    }
    if (has(bytes, 0, XZ_MAGIC)) {
      throw new UnsupportedCompressionException("xz");
    }
    if (has(bytes, 0, BZIP2_MAGIC) && has(bytes, 4, BZIP2_BLOCK)) {
      throw new UnsupportedCompressionException("bzip2");
    }
    return NONE;
  }

  /** {@return the name in messages} */
  public String title() {
    return this == NONE ? "not compressed" : name().toLowerCase(Locale.ROOT);
  }

  private static boolean has(byte[] bytes, int at, byte[] magic) {
    int end = at + magic.length;
    return bytes.length >= end && Arrays.equals(bytes, at, end, magic, 0, magic.length);
  }
}
