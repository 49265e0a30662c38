// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.format.XattrHeader;
import java.util.OptionalLong;

/** Tells every inode where it and its blocks will stand. */
final class MeasuringPass implements MetadataPass {
  /**
   * Where the first inode stands in the metadata area. Not at its start: inode number 0 would make
   * programs take the entries that lead to it for deleted ones.
   */
  private static final long FIRST_INODE = 64;

  private static final int BLOCK_BYTES = BlockOutput.BLOCK_BYTES;

  private final LittleEndian nowhere = LittleEndian.measuring();
  private final BlockEnds blockEnds = new BlockEnds();
  private final long metaBlock;
  private long position = FIRST_INODE;
  private long largestBytes = BLOCK_BYTES;

  /**
   * {@return where the blocks begin behind inodes that end at {@code position}} fsck.erofs reads an
   * attribute header behind every inode, also one without attributes: the last inode must not end
   * with the file.
   */
  static long blocksBehindInodes(long position) {
    return BlockOutput.blocksOf(position + XattrHeader.BYTES) * BLOCK_BYTES;
  }

  MeasuringPass(long metaBlock) {
    this.metaBlock = metaBlock;
  }

  @Override
  public LittleEndian target() {
    return nowhere;
  }

  /**
   * What fits a block never crosses the end of one: a must for inline tails, and for symlinks on
   * old kernels; for the rest it saves the kernel a second page. What is left of the block goes to
   * the next inodes that fit.
   */
  @Override
  public void inode(PlannedInode inode, long bytes) {
    OptionalLong between = blockEnds.take(bytes);
    inode.placeAt(between.isPresent() ? between.getAsLong() : append(bytes));
    largestBytes = Math.max(largestBytes, bytes);
  }

  private long append(long bytes) {
    long start = (position + PlannedInode.ALIGNMENT - 1) & -PlannedInode.ALIGNMENT;
    if (start % BLOCK_BYTES + bytes > BLOCK_BYTES) {
      long blockEnd = BlockOutput.blocksOf(start) * BLOCK_BYTES;
      blockEnds.free(start, blockEnd);
      start = blockEnd;
    }
    position = start + bytes;
    return start;
  }

  @Override
  public void endInodes() {
    position = blocksBehindInodes(position);
  }

  @Override
  public void startBlocks(PlannedInode inode) {
    inode.placeBlocksAt(endBlock());
  }

  @Override
  public void block(long bytes) {
    position += BLOCK_BYTES;
  }

  /** {@return the first block behind everything} */
  long endBlock() {
    return metaBlock + BlockOutput.blocksOf(position);
  }

  /** {@return the size of the largest structure} */
  long largestBytes() {
    return largestBytes;
  }
}
