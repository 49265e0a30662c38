// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

/**
 * One entry of the device table: {@code struct erofs_deviceslot}.
 *
 * @param blocks the number of blocks of the device
 * @param mappedBlock where the device starts when all devices stand behind one another
 */
public record DeviceSlot(long blocks, long mappedBlock) {
  /** The size of the structure, and the unit of {@link SuperBlock#deviceSlotOffset()}. */
  public static final int BYTES = 128;

  private static final int TAG = 0x00; // 64 bytes  not used
  private static final int BLOCKS_LO = 0x40; // u32
  private static final int UNIADDR_LO = 0x44; // u32
  private static final int BLOCKS_HI = 0x48; // u16  48-bit images only, as the rest

  /** Reads the fields. */
  public static DeviceSlot read(LittleEndian in, long at) {
    return new DeviceSlot(in.u32(at + BLOCKS_LO), in.u32(at + UNIADDR_LO));
  }

  /** Writes the fields and returns the offset behind them. */
  public long write(LittleEndian out, long at) {
    out.zeros(at + TAG, at + BLOCKS_LO);
    out.u32(at + BLOCKS_LO, blocks);
    out.u32(at + UNIADDR_LO, mappedBlock);
    out.zeros(at + BLOCKS_HI, at + BYTES);
    return at + BYTES;
  }
}
