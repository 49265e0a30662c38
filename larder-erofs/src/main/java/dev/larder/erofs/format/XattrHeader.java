// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * What an inode's attribute area starts with: {@code struct erofs_xattr_ibody_header}. Behind it
 * stand the ids of shared attributes, four bytes each, then the inode's own {@link XattrEntry}s.
 *
 * @param sharedCount the number of shared attributes
 */
public record XattrHeader(int sharedCount) {
  /** The size of the structure. */
  public static final int BYTES = 12;

  /** The size of a shared attribute's id, which counts from the shared area in the same unit. */
  public static final int SHARED_ID_BYTES = 4;

  /** The greatest size of an attribute area, which an inode's 16 bits can say. */
  public static final int MAX_AREA_BYTES = areaBytes(0xFFFF);

  private static final int H_NAME_FILTER = 0x00; // u32  with the compatible feature only
  private static final int H_SHARED_COUNT = 0x04; // u8
  private static final int H_RESERVED2 = 0x05; // 7 bytes

  /** {@return the bytes of the area of an inode whose {@code i_xattr_icount} is given} */
  public static int areaBytes(int xattrCount) {
    return xattrCount == 0 ? 0 : BYTES + (xattrCount - 1) * XattrEntry.ALIGNMENT;
  }

  /** {@return the {@code i_xattr_icount} for an area of so many bytes, header included} */
  public static int count(long areaBytes) {
    return areaBytes == 0 ? 0 : Math.toIntExact((areaBytes - BYTES) / XattrEntry.ALIGNMENT + 1);
  }

  /** Reads the fields. */
  public static XattrHeader read(LittleEndian in, long at) {
    return new XattrHeader(in.u8(at + H_SHARED_COUNT));
  }

  /** Writes the fields and returns the offset behind them. */
  public long write(LittleEndian out, long at) {
    out.u32(at + H_NAME_FILTER, 0);
    out.u8(at + H_SHARED_COUNT, sharedCount);
    out.zeros(at + H_RESERVED2, at + BYTES);
    return at + BYTES;
  }
}
