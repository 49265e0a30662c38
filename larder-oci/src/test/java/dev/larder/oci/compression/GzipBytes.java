// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.zip.CRC32;
import java.util.zip.Deflater;

/** Makes gzip members byte by byte, those that no tool would make among them. */
final class GzipBytes {
  private GzipBytes() {}

  /** One member as RFC 1952 says. */
  static byte[] member(byte[] content) {
    return member(0, new byte[0], content);
  }

  /** A member with flags, and the header fields that follow from them, already in bytes. */
  static byte[] member(int flags, byte[] fields, byte[] content) {
    byte[] header = join(header(flags), fields);
    var crc = new CRC32();
    crc.update(content);
    return join(header, deflated(content), word(crc.getValue()), word(content.length));
  }

  static byte[] header(int flags) {
    return new byte[] {0x1f, (byte) 0x8b, 8, (byte) flags, 1, 2, 3, 4, 0, (byte) 255};
  }

  /** What bgzip ends its files with: an empty member that tells its own size in an extra field. */
  static byte[] bgzipEnd() {
    return member(4, new byte[] {6, 0, 'B', 'C', 2, 0, 27, 0}, new byte[0]);
  }

  static byte[] join(byte[]... parts) {
    var out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  static byte[] word(long value) {
    return new byte[] {
      (byte) value, (byte) (value >> 8), (byte) (value >> 16), (byte) (value >> 24)
    };
  }

  private static byte[] deflated(byte[] content) {
    try (var deflater = new Deflater(6, true)) {
      deflater.setInput(content);
      deflater.finish();
      byte[] buffer = new byte[content.length * 2 + 64];
      int length = deflater.deflate(buffer);
      return Arrays.copyOf(buffer, length);
    }
  }
}
