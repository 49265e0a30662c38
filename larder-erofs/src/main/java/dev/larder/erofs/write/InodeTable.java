// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.tree.Directory;
import java.io.IOException;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** All inodes of an image: their form, and what is made of them. */
final class InodeTable {
  private final ImageKind kind;
  private final List<PlannedInode> inodes;
  private final PlannedInode root;
  private final Epoch epoch;

  /** The inodes of a tree, which is not to change any more. */
  InodeTable(Directory root, ImageKind kind) throws XattrRefusedException {
    this.kind = kind;
    this.inodes = InodeWalk.inodesOf(root, kind);
    this.root = inodes.getFirst();
    this.epoch = mostFrequentTime();
    inodes.forEach(inode -> inode.settle(epoch, kind));
  }

  PlannedInode root() {
    return root;
  }

  int size() {
    return inodes.size();
  }

  Epoch epoch() {
    return epoch;
  }

  /**
   * Makes every structure: all inodes, then the blocks that did not fit behind them. The first run
   * is in the order of the walk, and puts them into that on disk for the runs behind it.
   */
  void traverse(MetadataPass pass) throws IOException {
    for (PlannedInode inode : inodes) {
      pass.inode(inode, inode.write(kind, pass.target(), 0));
    }
    pass.endInodes();
    // One that was measured late may stand between earlier ones; all that follows is in order.
    inodes.sort(Comparator.comparingLong(PlannedInode::offset));
    for (PlannedInode inode : inodes) {
      if (inode.blocks() > 0) {
        pass.startBlocks(inode);
      }
      for (int block = 0; block < inode.blocks(); block++) {
        pass.block(inode.writeBlock(block, pass.target(), 0));
      }
    }
  }

  /** The earliest of the most frequent, so that it depends on nothing but the tree. */
  private Epoch mostFrequentTime() {
    var counts = new HashMap<Epoch, Integer>();
    for (PlannedInode inode : inodes) {
      counts.merge(inode.time(), 1, Integer::sum);
    }
    return counts.entrySet().stream()
        .min(
            Map.Entry.<Epoch, Integer>comparingByValue()
                .reversed()
                .thenComparing(Map.Entry.comparingByKey()))
        .orElseThrow()
        .getKey();
  }
}
