// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/** zstd frames that need no compressor: stored and skippable ones (RFC 8878, section 3.1). */
public final class ZstdFrames {

  private static final int MAGIC = 0xFD2FB528;
  private static final int SKIPPABLE_MAGIC = 0x184D2A50;
  private static final int BLOCK_BYTES = 1 << 17;

  private ZstdFrames() {}

  /**
   * {@return one frame that holds the bytes uncompressed}
   *
   * @param bytes any bytes, none included
   */
  public static byte[] stored(byte[] bytes) {
    int blocks = Math.max(1, Math.ceilDiv(bytes.length, BLOCK_BYTES));
    var frame = ByteBuffer.allocate(9 + 3 * blocks + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    frame.putInt(MAGIC);
    // Frame_Header_Descriptor: 4-byte content size, single segment, no checksum, no dictionary.
    frame.put((byte) 0xA0).putInt(bytes.length);
    for (int i = 0; i < blocks; i++) {
      int at = i * BLOCK_BYTES;
      int length = Math.min(BLOCK_BYTES, bytes.length - at);
      int header = length << 3 | (i + 1 == blocks ? 1 : 0);
      frame.put((byte) header).put((byte) (header >> 8)).put((byte) (header >> 16));
      frame.put(bytes, at, length);
    }
    return frame.array();
  }

  /**
   * {@return a frame that a decoder passes over}
   *
   * @param bytes what it holds
   */
  public static byte[] skippable(byte[] bytes) {
    var frame = ByteBuffer.allocate(8 + bytes.length).order(ByteOrder.LITTLE_ENDIAN);
    return frame.putInt(SKIPPABLE_MAGIC).putInt(bytes.length).put(bytes).array();
  }
}
