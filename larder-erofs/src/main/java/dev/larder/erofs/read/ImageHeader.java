// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.format.DeviceSlot;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.SuperBlock;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/**
 * A superblock that makes sense, and the device table.
 *
 * @param superBlock the superblock
 * @param devices the device table; device 1 is the first
 */
record ImageHeader(SuperBlock superBlock, List<Device> devices) {
  private static final int MIN_BLOCK_BITS = 9;
  private static final int MAX_BLOCK_BITS = 16;

  /** Compressed images say this; without compressed files it means nothing. */
  private static final int INCOMPAT_LZ4_ZERO_PADDING = 0x0000_0001;

  private static final int KNOWN_FEATURES =
      INCOMPAT_LZ4_ZERO_PADDING
          | SuperBlock.INCOMPAT_CHUNKED_FILE
          | SuperBlock.INCOMPAT_DEVICE_TABLE;

  ImageHeader {
    devices = List.copyOf(devices);
  }

  static ImageHeader read(ImageBytes image) throws IOException {
    LittleEndian in = image.structure(SuperBlock.OFFSET, SuperBlock.BYTES, "superblock");
    if (!SuperBlock.isMagic(in, 0)) {
      throw corrupt("it has no EROFS magic number");
    }
    SuperBlock superBlock = SuperBlock.read(in, 0);
    requireSupported(superBlock);
    if ((superBlock.featureCompat() & SuperBlock.COMPAT_CHECKSUM) != 0) {
      requireChecksum(image, superBlock, SuperBlock.storedChecksum(in, 0));
    }
    if (superBlock.epochNanos() > StoredInode.MAX_NANOS) {
      throw corrupt(superBlock.epochNanos() + " nanoseconds");
    }
    return new ImageHeader(superBlock, readDevices(image, superBlock));
  }

  private static void requireSupported(SuperBlock superBlock) throws IOException {
    if (superBlock.blockBits() < MIN_BLOCK_BITS || superBlock.blockBits() > MAX_BLOCK_BITS) {
      throw corrupt("blocks of 2^" + superBlock.blockBits() + " bytes");
    }
    int unknown = superBlock.featureIncompat() & ~KNOWN_FEATURES;
    if (unknown != 0) {
      throw new UnsupportedErofsException(
          "incompatible features 0x" + HexFormat.of().withUpperCase().toHexDigits(unknown));
    }
    if (superBlock.directoryBlockBits() != 0) {
      throw new UnsupportedErofsException("directory blocks of a size of their own");
    }
  }

  private static void requireChecksum(ImageBytes image, SuperBlock superBlock, long stored)
      throws IOException {
    int blockBytes = 1 << superBlock.blockBits();
    int covered = blockBytes > SuperBlock.OFFSET ? blockBytes - SuperBlock.OFFSET : blockBytes;
    byte[] bytes = image.copy(SuperBlock.OFFSET, covered, "superblock");
    if (SuperBlock.checksum(bytes, 0) != stored) {
      throw corrupt("its checksum is wrong");
    }
  }

  private static List<Device> readDevices(ImageBytes image, SuperBlock superBlock)
      throws IOException {
    boolean hasTable = (superBlock.featureIncompat() & SuperBlock.INCOMPAT_DEVICE_TABLE) != 0;
    int count = hasTable ? superBlock.extraDevices() : 0;
    if (count == 0) {
      return List.of();
    }
    long at = (long) superBlock.deviceSlotOffset() * DeviceSlot.BYTES;
    LittleEndian in = image.structure(at, count * DeviceSlot.BYTES, "device table");
    var devices = new ArrayList<Device>(count);
    for (int i = 0; i < count; i++) {
      DeviceSlot slot = DeviceSlot.read(in, (long) i * DeviceSlot.BYTES);
      devices.add(Device.of(slot, superBlock.blockBits()));
    }
    return devices;
  }

  private static CorruptErofsException corrupt(String what) {
    return new CorruptErofsException(SuperBlock.OFFSET, "superblock", what);
  }

  int blockBytes() {
    return 1 << superBlock.blockBits();
  }

  /** {@return where a block starts in the image} */
  long blockStart(long block) {
    return block << superBlock.blockBits();
  }
}
