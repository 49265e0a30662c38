// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Node;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * All inodes of an image, in their order on disk: the root, then directory by directory the inodes
 * that it names first, in the order of their names, so that listing a directory with its inodes
 * reads neighbours.
 */
final class InodeTable {
  private static final FileName SELF = FileName.of(".");
  private static final FileName PARENT = FileName.of("..");

  /** A directory whose entries are not in the table yet. */
  private record Open(PlannedInode inode, Directory directory) {}

  private final ImageKind kind;
  private final List<PlannedInode> inodes = new ArrayList<>();
  private final IdentityHashMap<Node, PlannedInode> byNode = new IdentityHashMap<>();
  private final ArrayDeque<Open> open = new ArrayDeque<>();
  private final Epoch epoch;

  /** The inodes of a tree, which is not to change any more. */
  InodeTable(Directory root, ImageKind kind) throws IOException {
    this.kind = kind;
    PlannedInode rootInode = add(root);
    rootInode.setParent(rootInode);
    for (Open next = open.poll(); next != null; next = open.poll()) {
      addChildren(next);
    }
    byNode.clear();
    epoch = mostFrequentTime();
    inodes.forEach(inode -> inode.settle(epoch));
  }

  PlannedInode root() {
    return inodes.getFirst();
  }

  int size() {
    return inodes.size();
  }

  Epoch epoch() {
    return epoch;
  }

  /** Makes every structure, in order: all inodes, then the blocks that did not fit behind them. */
  void traverse(MetadataPass pass) throws IOException {
    for (PlannedInode inode : inodes) {
      pass.inode(inode, inode.write(pass.target(), 0));
    }
    pass.endInodes();
    for (PlannedInode inode : inodes) {
      if (inode.blocks() > 0) {
        pass.startBlocks(inode);
      }
      for (int block = 0; block < inode.blocks(); block++) {
        pass.block(inode.writeBlock(block, pass.target(), 0));
      }
    }
  }

  private PlannedInode add(Node node) throws IOException {
    PlannedInode inode = PlannedInode.of(node, inodes.size() + 1, kind);
    inodes.add(inode);
    byNode.put(node, inode);
    if (node instanceof Directory directory) {
      open.add(new Open(inode, directory));
    }
    return inode;
  }

  private void addChildren(Open parent) throws IOException {
    Map<FileName, Node> children = parent.directory.children();
    List<Map.Entry<FileName, Node>> sorted = new ArrayList<>(children.entrySet());
    sorted.sort(Map.Entry.comparingByKey());
    var entries = new ArrayList<DirectoryContent.Entry>(sorted.size() + 2);
    entries.add(new DirectoryContent.Entry(SELF, parent.inode));
    entries.add(new DirectoryContent.Entry(PARENT, parent.inode.parent()));
    for (Map.Entry<FileName, Node> child : sorted) {
      FileName name = child.getKey();
      if (name.equals(SELF) || name.equals(PARENT)) {
        throw new IllegalArgumentException("a directory has a child named " + name);
      }
      entries.add(new DirectoryContent.Entry(name, link(child.getValue(), parent.inode)));
    }
    entries.sort(Comparator.comparing(DirectoryContent.Entry::name));
    parent.inode.setEntries(new DirectoryContent(entries));
  }

  private PlannedInode link(Node node, PlannedInode parent) throws IOException {
    PlannedInode known = byNode.get(node);
    PlannedInode inode = known == null ? add(node) : known;
    if (node instanceof Directory) {
      if (known != null) {
        throw new IllegalArgumentException("a directory has two names");
      }
      inode.setParent(parent);
      parent.addLink();
    } else {
      inode.addLink();
    }
    return inode;
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
