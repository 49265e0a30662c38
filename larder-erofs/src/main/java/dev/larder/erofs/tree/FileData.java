// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/**
 * Where a regular file's bytes are. Every file is one contiguous run of blocks; a hole is a hole of
 * the host's file, so that one address says it all.
 */
public sealed interface FileData {
  /** A file without bytes. */
  enum Empty implements FileData {
    /** The only one. */
    INSTANCE
  }

  /**
   * Blocks of the image that holds the inode itself.
   *
   * @param startBlock the first block, from the start of the image
   */
  record OwnBlocks(long startBlock) implements FileData {}

  /**
   * Blocks of another device, as fsmeta has them.
   *
   * @param device 1 for the first entry of the device table
   * @param startBlock the first block, from the start of that device
   */
  record DeviceBlocks(int device, long startBlock) implements FileData {
    /** Checks the device. */
    public DeviceBlocks {
      if (device < 1) {
        throw new IllegalArgumentException("devices count from 1, not " + device);
      }
    }
  }
}
