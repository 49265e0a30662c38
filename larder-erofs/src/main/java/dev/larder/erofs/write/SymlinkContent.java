// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.tree.Symlink;

/** The target of a symlink. */
record SymlinkContent(Symlink symlink) implements BlockContent {
  /** {@code PATH_MAX} of Linux, without the final NUL. */
  private static final int MAX_TARGET_BYTES = 4095;

  SymlinkContent {
    if (symlink.targetLength() > MAX_TARGET_BYTES) {
      throw new IllegalArgumentException(
          "a link target of " + symlink.targetLength() + " bytes, more than " + MAX_TARGET_BYTES);
    }
  }

  @Override
  public long size() {
    return symlink.targetLength();
  }

  @Override
  public int blocks() {
    return 1;
  }

  @Override
  public long writeBlock(int block, LittleEndian out, long at) {
    out.bytes(at, symlink.target());
    return at + symlink.targetLength();
  }
}
