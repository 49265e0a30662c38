// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.LittleEndian;
import java.io.IOException;

/** One run of {@link InodeTable#traverse}: what becomes of each structure that it makes. */
sealed interface MetadataPass permits MeasuringPass, WritingPass {
  /** {@return where the next structure is to be made, from offset 0 on} */
  LittleEndian target();

  /** An inode has been made, with all that stands right behind it. */
  void inode(PlannedInode inode, long bytes) throws IOException;

  /** All inodes have been made; blocks follow. */
  void endInodes() throws IOException;

  /** The blocks of an inode follow. */
  void startBlocks(PlannedInode inode);

  /** A block has been made, of which so many bytes are used. */
  void block(long bytes) throws IOException;
}
