// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/** A regular file. Compared by identity: two names of one file are one node. */
public final class RegularFile implements Inode {
  private static final int NO_DEVICE = -1;
  private static final int OWN_IMAGE = 0;

  private final Metadata metadata;
  private final long size;

  /** The data in two numbers: of files there may be millions, and an object more would show. */
  private final int device;

  private final long startBlock;

  /** A file of {@code size} bytes, which stand at {@code data}. */
  public RegularFile(Metadata metadata, long size, FileData data) {
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size);
    }
    this.metadata = metadata;
    this.size = size;
    this.device =
        switch (data) {
          case FileData.Empty empty -> NO_DEVICE;
          case FileData.OwnBlocks own -> OWN_IMAGE;
          case FileData.DeviceBlocks blocks -> blocks.device();
        };
    this.startBlock =
        switch (data) {
          case FileData.Empty empty -> 0;
          case FileData.OwnBlocks own -> own.startBlock();
          case FileData.DeviceBlocks blocks -> blocks.startBlock();
        };
  }

  @Override
  public Metadata metadata() {
    return metadata;
  }

  /** {@return the size in bytes} */
  public long size() {
    return size;
  }

  /** {@return where the bytes are} */
  public FileData data() {
    return switch (device) {
      case NO_DEVICE -> FileData.Empty.INSTANCE;
      case OWN_IMAGE -> new FileData.OwnBlocks(startBlock);
      default -> new FileData.DeviceBlocks(device, startBlock);
    };
  }
}
