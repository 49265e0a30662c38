// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * One entry of a directory block: {@code struct erofs_dirent}. The entries stand at the block's
 * start, sorted by the unsigned bytes of their names; the names follow, in the same order.
 *
 * @param nid the inode
 * @param nameOffset where the name starts in the block
 * @param fileType the inode's type, see {@link FileType#code()}
 */
public record DirEntry(long nid, int nameOffset, int fileType) {
  /** The size of the structure. */
  public static final int BYTES = 12;

  private static final int NID = 0x00; // u64
  private static final int NAMEOFF = 0x08; // u16
  private static final int FILE_TYPE = 0x0A; // u8
  private static final int RESERVED = 0x0B; // u8

  /** Reads the fields. */
  public static DirEntry read(LittleEndian in, long at) {
    return new DirEntry(in.u64(at + NID), in.u16(at + NAMEOFF), in.u8(at + FILE_TYPE));
  }

  /** Writes the fields and returns the offset behind them. */
  public long write(LittleEndian out, long at) {
    out.u64(at + NID, nid);
    out.u16(at + NAMEOFF, nameOffset);
    out.u8(at + FILE_TYPE, fileType);
    out.u8(at + RESERVED, 0);
    return at + BYTES;
  }
}
