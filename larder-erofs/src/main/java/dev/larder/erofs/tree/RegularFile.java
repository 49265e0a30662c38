// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import org.jspecify.annotations.Nullable;

/** A regular file. Compared by identity: two names of one file are one node. */
public final class RegularFile implements Inode {
  private final Metadata metadata;
  private final long size;

  /** The data, taken apart: of files there may be millions, and an object more would show. */
  private final @Nullable DataArea area;

  private final long startBlock;

  /** A file of {@code size} bytes, which stand at {@code data}. */
  public RegularFile(Metadata metadata, long size, FileData data) {
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size);
    }
    this.metadata = metadata;
    this.size = size;
    if (data instanceof FileData.Blocks blocks) {
      this.area = blocks.area();
      this.startBlock = blocks.startBlock();
    } else {
      this.area = null;
      this.startBlock = 0;
    }
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
    return area == null ? FileData.Empty.INSTANCE : new FileData.Blocks(area, startBlock);
  }
}
