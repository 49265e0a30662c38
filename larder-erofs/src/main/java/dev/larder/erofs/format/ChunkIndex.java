// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * Where one chunk of a file is: {@code struct erofs_inode_chunk_index}. Indexes stand behind the
 * inode and its attributes, from the next multiple of eight on.
 *
 * @param device 0 for the image itself, or the number of the device table's entry, from 1
 * @param startBlock the chunk's first block on that device, or {@link #HOLE}
 */
public record ChunkIndex(int device, long startBlock) {
  /** The size of the structure, and its alignment. */
  public static final int BYTES = 8;

  /** The size of a block number where a file has those instead of indexes. */
  public static final int BLOCK_MAP_BYTES = 4;

  /** The block number of a chunk that is all zeros, {@code EROFS_NULL_ADDR}. */
  public static final long HOLE = 0xFFFF_FFFFL;

  /** The bits of a chunk format that say how many blocks a chunk has, as a binary logarithm. */
  public static final int FORMAT_BLOCK_BITS = 0x001F;

  /** {@code EROFS_CHUNK_FORMAT_INDEXES}: indexes, not mere block numbers. */
  public static final int FORMAT_INDEXES = 0x0020;

  private static final int STARTBLK_HI = 0x00; // u16  48-bit images only
  private static final int DEVICE_ID = 0x02; // u16
  private static final int STARTBLK_LO = 0x04; // u32

  /** Reads the fields. */
  public static ChunkIndex read(LittleEndian in, long at) {
    return new ChunkIndex(in.u16(at + DEVICE_ID), in.u32(at + STARTBLK_LO));
  }

  /** Writes the fields and returns the offset behind them. */
  public long write(LittleEndian out, long at) {
    out.u16(at + STARTBLK_HI, 0);
    out.u16(at + DEVICE_ID, device);
    out.u32(at + STARTBLK_LO, startBlock);
    return at + BYTES;
  }
}
