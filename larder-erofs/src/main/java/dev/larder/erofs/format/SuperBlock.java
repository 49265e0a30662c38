// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

import java.util.zip.CRC32C;

/**
 * The superblock: {@code struct erofs_super_block}. Fields that serve compression only are written
 * as zero and not read.
 *
 * @param featureCompat features that a reader may ignore
 * @param blockBits the binary logarithm of the block size
 * @param extensionSlots how many times 16 bytes the superblock is longer than 128 bytes
 * @param rootNid the root directory, 16 bits
 * @param inodes the number of inodes
 * @param epochSeconds the modification time of compact inodes
 * @param epochNanos its nanoseconds
 * @param blocks the number of blocks of the image itself
 * @param metaBlock the block that nids count from
 * @param xattrBlock the block that shared attributes count from
 * @param featureIncompat features that a reader must know
 * @param extraDevices the number of entries of the device table
 * @param deviceSlotOffset where the device table starts, in slots of 128 bytes
 * @param directoryBlockBits always zero
 * @param xattrPrefixCount the number of long attribute prefixes
 */
public record SuperBlock(
    int featureCompat,
    int blockBits,
    int extensionSlots,
    int rootNid,
    long inodes,
    long epochSeconds,
    long epochNanos,
    long blocks,
    long metaBlock,
    long xattrBlock,
    int featureIncompat,
    int extraDevices,
    int deviceSlotOffset,
    int directoryBlockBits,
    int xattrPrefixCount) {

  /** Where the superblock starts in the image, {@code EROFS_SUPER_OFFSET}. */
  public static final int OFFSET = 1024;

  /** The size of the superblock without extension slots. */
  public static final int BYTES = 128;

  /** {@code EROFS_SUPER_MAGIC_V1}. */
  public static final long MAGIC_V1 = 0xE0F5_E1E2L;

  /** {@code EROFS_FEATURE_COMPAT_SB_CHKSUM}: the checksum is to be verified. */
  public static final int COMPAT_CHECKSUM = 0x0000_0001;

  /** {@code EROFS_FEATURE_COMPAT_MTIME}: the time of an inode is its modification time. */
  public static final int COMPAT_MTIME = 0x0000_0002;

  /** {@code EROFS_FEATURE_INCOMPAT_CHUNKED_FILE}. */
  public static final int INCOMPAT_CHUNKED_FILE = 0x0000_0004;

  /** {@code EROFS_FEATURE_INCOMPAT_DEVICE_TABLE}. */
  public static final int INCOMPAT_DEVICE_TABLE = 0x0000_0008;

  private static final int MAGIC = 0x00; // u32
  private static final int CHECKSUM = 0x04; // u32  CRC32C of the block from here's start on
  private static final int FEATURE_COMPAT = 0x08; // u32
  private static final int BLKSZBITS = 0x0C; // u8
  private static final int SB_EXTSLOTS = 0x0D; // u8
  private static final int ROOTNID_2B = 0x0E; // u16
  private static final int INOS = 0x10; // u64
  private static final int EPOCH = 0x18; // u64  seconds
  private static final int FIXED_NSEC = 0x20; // u32
  private static final int BLOCKS_LO = 0x24; // u32
  private static final int META_BLKADDR = 0x28; // u32
  private static final int XATTR_BLKADDR = 0x2C; // u32
  // UUID 0x30, 16 bytes, and VOLUME_NAME 0x40, 16 bytes: an image depends on its input alone
  private static final int FEATURE_INCOMPAT = 0x50; // u32
  // AVAILABLE_COMPR_ALGS 0x54, u16
  private static final int EXTRA_DEVICES = 0x56; // u16
  private static final int DEVT_SLOTOFF = 0x58; // u16
  private static final int DIRBLKBITS = 0x5A; // u8
  private static final int XATTR_PREFIX_COUNT = 0x5B; // u8

  // XATTR_PREFIX_START 0x5C, u32; PACKED_NID 0x60, u64; the rest reserved

  /** Reads the fields; whether they make sense is the caller's to say. */
  public static SuperBlock read(LittleEndian in, long at) {
    return new SuperBlock(
        (int) in.u32(at + FEATURE_COMPAT),
        in.u8(at + BLKSZBITS),
        in.u8(at + SB_EXTSLOTS),
        in.u16(at + ROOTNID_2B),
        in.u64(at + INOS),
        in.u64(at + EPOCH),
        in.u32(at + FIXED_NSEC),
        in.u32(at + BLOCKS_LO),
        in.u32(at + META_BLKADDR),
        in.u32(at + XATTR_BLKADDR),
        (int) in.u32(at + FEATURE_INCOMPAT),
        in.u16(at + EXTRA_DEVICES),
        in.u16(at + DEVT_SLOTOFF),
        in.u8(at + DIRBLKBITS),
        in.u8(at + XATTR_PREFIX_COUNT));
  }

  /** {@return whether the magic number is there} */
  public static boolean isMagic(LittleEndian in, long at) {
    return in.u32(at + MAGIC) == MAGIC_V1;
  }

  /** {@return the checksum that is stored} */
  public static long storedChecksum(LittleEndian in, long at) {
    return in.u32(at + CHECKSUM);
  }

  /**
   * {@return the checksum over a superblock and the rest of its block, with the checksum's own
   * field as zero; it is not inverted at the end, as the kernel stores it}
   *
   * @param bytes where the superblock starts at {@code from}, and its block ends at the end
   */
  public static long checksum(byte[] bytes, int from) {
    var crc = new CRC32C();
    crc.update(bytes, from, CHECKSUM);
    crc.update(new byte[Integer.BYTES]);
    int rest = from + CHECKSUM + Integer.BYTES;
    crc.update(bytes, rest, bytes.length - rest);
    return crc.getValue() ^ 0xFFFF_FFFFL;
  }

  /** {@return the first block of an image, with this superblock and its checksum} */
  public byte[] toFirstBlock() {
    byte[] block = new byte[1 << blockBits];
    LittleEndian out = LittleEndian.of(block);
    write(out, OFFSET);
    out.u32(OFFSET + CHECKSUM, checksum(block, OFFSET));
    return block;
  }

  private void write(LittleEndian out, long at) {
    out.u32(at + MAGIC, MAGIC_V1);
    out.u32(at + FEATURE_COMPAT, Integer.toUnsignedLong(featureCompat));
    out.u8(at + BLKSZBITS, blockBits);
    out.u8(at + SB_EXTSLOTS, extensionSlots);
    out.u16(at + ROOTNID_2B, rootNid);
    out.u64(at + INOS, inodes);
    out.u64(at + EPOCH, epochSeconds);
    out.u32(at + FIXED_NSEC, epochNanos);
    out.u32(at + BLOCKS_LO, blocks);
    out.u32(at + META_BLKADDR, metaBlock);
    out.u32(at + XATTR_BLKADDR, xattrBlock);
    out.u32(at + FEATURE_INCOMPAT, Integer.toUnsignedLong(featureIncompat));
    out.u16(at + EXTRA_DEVICES, extraDevices);
    out.u16(at + DEVT_SLOTOFF, deviceSlotOffset);
    out.u8(at + DIRBLKBITS, directoryBlockBits);
    out.u8(at + XATTR_PREFIX_COUNT, xattrPrefixCount);
  }
}
