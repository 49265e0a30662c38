// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * 32-byte inode: {@code struct erofs_inode_compact}. Its time is the superblock's epoch; kernels
 * from 6.15 on add {@code mtimeDelta} to that, older ones do not.
 *
 * @param format version and data layout, see {@link DataLayout}
 * @param xattrCount the size of the attribute area, see {@link XattrHeader}
 * @param mode type and permissions
 * @param nlink number of names, 16 bits
 * @param size bytes of the file, 32 bits
 * @param mtimeDelta seconds behind the epoch, 32 bits
 * @param union first block, chunk format or device number, as type and layout say
 * @param ino a number for {@code stat} on 32-bit systems
 * @param uid owner, 16 bits
 * @param gid group, 16 bits
 */
public record CompactInode(
    int format,
    int xattrCount,
    int mode,
    int nlink,
    long size,
    long mtimeDelta,
    long union,
    long ino,
    int uid,
    int gid) {

  /** The size of the structure. */
  public static final int BYTES = 32;

  private static final int I_FORMAT = 0x00; // u16  version and data layout
  private static final int I_XATTR_ICOUNT = 0x02; // u16  size of the attribute area
  private static final int I_MODE = 0x04; // u16
  private static final int I_NB = 0x06; // u16  number of names
  private static final int I_SIZE = 0x08; // u32  bytes
  private static final int I_MTIME = 0x0C; // u32  seconds behind the epoch
  private static final int I_U = 0x10; // u32  first block, chunk format or device number
  private static final int I_INO = 0x14; // u32
  private static final int I_UID = 0x18; // u16
  private static final int I_GID = 0x1A; // u16
  private static final int I_RESERVED = 0x1C; // u32

  /** Reads the fields. */
  public static CompactInode read(LittleEndian in, long at) {
    return new CompactInode(
        in.u16(at + I_FORMAT),
        in.u16(at + I_XATTR_ICOUNT),
        in.u16(at + I_MODE),
        in.u16(at + I_NB),
        in.u32(at + I_SIZE),
        in.u32(at + I_MTIME),
        in.u32(at + I_U),
        in.u32(at + I_INO),
        in.u16(at + I_UID),
        in.u16(at + I_GID));
  }

  /** Writes the fields and returns the offset behind them. */
  public long write(LittleEndian out, long at) {
    out.u16(at + I_FORMAT, format);
    out.u16(at + I_XATTR_ICOUNT, xattrCount);
    out.u16(at + I_MODE, mode);
    out.u16(at + I_NB, nlink);
    out.u32(at + I_SIZE, size);
    out.u32(at + I_MTIME, mtimeDelta);
    out.u32(at + I_U, union);
    out.u32(at + I_INO, ino);
    out.u16(at + I_UID, uid);
    out.u16(at + I_GID, gid);
    out.u32(at + I_RESERVED, 0);
    return at + BYTES;
  }
}
