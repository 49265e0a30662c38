// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/** A regular file. Compared by identity: two names of one file are one node. */
public final class RegularFile implements Inode {
  private final Metadata metadata;
  private final long size;
  private final FileData data;

  /** A file of {@code size} bytes, which stand at {@code data}. */
  public RegularFile(Metadata metadata, long size, FileData data) {
    if (size < 0) {
      throw new IllegalArgumentException("negative size " + size);
    }
    this.metadata = metadata;
    this.size = size;
    this.data = data;
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
    return data;
  }
}
