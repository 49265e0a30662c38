// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * 64-byte inode: {@code struct erofs_inode_extended}.
 *
 * @param format version and data layout, see {@link DataLayout}
 * @param xattrCount the size of the attribute area, see {@link XattrHeader}
 * @param mode type and permissions
 * @param size bytes of the file
 * @param union first block, chunk format or device number, as type and layout say
 * @param ino a number for {@code stat} on 32-bit systems
 * @param uid owner
 * @param gid group
 * @param mtimeSeconds modification time, may be negative
 * @param mtimeNanos its nanoseconds
 * @param nlink number of names
 */
public record ExtendedInode(
    int format,
    int xattrCount,
    int mode,
    long size,
    long union,
    long ino,
    long uid,
    long gid,
    long mtimeSeconds,
    long mtimeNanos,
    long nlink) {

  /** The size of the structure. */
  public static final int BYTES = 64;

  private static final int I_FORMAT = 0x00; // u16  version and data layout
  private static final int I_XATTR_ICOUNT = 0x02; // u16  size of the attribute area
  private static final int I_MODE = 0x04; // u16
  private static final int I_NB = 0x06; // u16  high bits of block numbers, 48-bit images only
  private static final int I_SIZE = 0x08; // u64  bytes
  private static final int I_U = 0x10; // u32  first block, chunk format or device number
  private static final int I_INO = 0x14; // u32
  private static final int I_UID = 0x18; // u32
  private static final int I_GID = 0x1C; // u32
  private static final int I_MTIME = 0x20; // u64  seconds
  private static final int I_MTIME_NSEC = 0x28; // u32
  private static final int I_NLINK = 0x2C; // u32
  private static final int I_RESERVED2 = 0x30; // 16 bytes

  /** Reads the fields. */
  public static ExtendedInode read(LittleEndian in, long at) {
    return new ExtendedInode(
        in.u16(at + I_FORMAT),
        in.u16(at + I_XATTR_ICOUNT),
        in.u16(at + I_MODE),
        in.u64(at + I_SIZE),
        in.u32(at + I_U),
        in.u32(at + I_INO),
        in.u32(at + I_UID),
        in.u32(at + I_GID),
        in.u64(at + I_MTIME),
        in.u32(at + I_MTIME_NSEC),
        in.u32(at + I_NLINK));
  }

  /** Writes the fields and returns the offset behind them. */
  public long write(LittleEndian out, long at) {
    out.u16(at + I_FORMAT, format);
    out.u16(at + I_XATTR_ICOUNT, xattrCount);
    out.u16(at + I_MODE, mode);
    out.u16(at + I_NB, 0);
    out.u64(at + I_SIZE, size);
    out.u32(at + I_U, union);
    out.u32(at + I_INO, ino);
    out.u32(at + I_UID, uid);
    out.u32(at + I_GID, gid);
    out.u64(at + I_MTIME, mtimeSeconds);
    out.u32(at + I_MTIME_NSEC, mtimeNanos);
    out.u32(at + I_NLINK, nlink);
    out.zeros(at + I_RESERVED2, at + BYTES);
    return at + BYTES;
  }
}
