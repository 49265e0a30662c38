// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/** A symbolic link. Compared by identity: two names of one link are one node. */
public final class Symlink implements Inode {
  private final Metadata metadata;
  private final byte[] target;

  /** A link to {@code target}, which is copied and not empty. */
  public Symlink(Metadata metadata, byte[] target) {
    if (target.length == 0) {
      throw new IllegalArgumentException("an empty link target");
    }
    this.metadata = metadata;
    this.target = target.clone();
  }

  @Override
  public Metadata metadata() {
    return metadata;
  }

  /** {@return a copy of the target, as bytes} */
  public byte[] target() {
    return target.clone();
  }

  /** {@return the number of bytes of the target} */
  public int targetLength() {
    return target.length;
  }
}
