// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.LittleEndian;

/** The bytes of an inode that are metadata too: a directory's entries, a symlink's target. */
sealed interface BlockContent permits DirectoryContent, SymlinkContent {
  /** {@return how many bytes it has, as the inode says it} */
  long size();

  /** {@return how many blocks it takes, at least one; all but the last are full} */
  int blocks();

  /** Writes one of the blocks and returns the offset behind its last used byte. */
  long writeBlock(int block, LittleEndian out, long at);
}
