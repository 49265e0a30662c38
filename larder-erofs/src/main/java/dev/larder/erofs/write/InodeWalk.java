// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Node;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Finds the inodes of a tree: the root, then directory by directory the inodes that it names first,
 * in the order of their names. They are placed in this order, but for those that fill gaps, so that
 * listing a directory with its inodes reads neighbours.
 */
final class InodeWalk {
  private static final FileName SELF = FileName.of(".");
  private static final FileName PARENT = FileName.of("..");

  /** A directory whose entries have not been found yet. */
  private record Open(Directory directory, PlannedInode inode, PlannedInode parent) {}

  private final ImageKind kind;
  private final List<PlannedInode> inodes = new ArrayList<>();
  private final IdentityHashMap<Node, PlannedInode> byNode = new IdentityHashMap<>();
  private final ArrayDeque<Open> open = new ArrayDeque<>();

  private InodeWalk(ImageKind kind) {
    this.kind = kind;
  }

  /** {@return all inodes, with links counted and entries set} */
  static List<PlannedInode> inodesOf(Directory root, ImageKind kind) throws XattrRefusedException {
    var walk = new InodeWalk(kind);
    PlannedInode rootInode = walk.add(root);
    walk.open.add(new Open(root, rootInode, rootInode));
    for (Open next = walk.open.poll(); next != null; next = walk.open.poll()) {
      walk.addChildren(next);
    }
    return walk.inodes;
  }

  private PlannedInode add(Node node) throws XattrRefusedException {
    PlannedInode inode = PlannedInode.of(node, inodes.size() + 1, kind);
    inodes.add(inode);
    byNode.put(node, inode);
    return inode;
  }

  private void addChildren(Open parent) throws XattrRefusedException {
    Map<FileName, Node> children = parent.directory.children();
    if (children.containsKey(SELF) || children.containsKey(PARENT)) {
      throw new IllegalArgumentException("a directory has a child named . or ..");
    }
    FileName[] names = children.keySet().toArray(new FileName[children.size() + 2]);
    names[children.size()] = SELF;
    names[children.size() + 1] = PARENT;
    Arrays.sort(names);
    var inodes = new PlannedInode[names.length];
    for (int i = 0; i < names.length; i++) {
      Node child = children.get(names[i]);
      if (child == null) {
        inodes[i] = names[i].equals(SELF) ? parent.inode : parent.parent;
      } else {
        inodes[i] = link(child, parent.inode);
      }
    }
    parent.inode.setEntries(new DirectoryContent(names, inodes));
  }

  private PlannedInode link(Node node, PlannedInode parent) throws XattrRefusedException {
    PlannedInode known = byNode.get(node);
    PlannedInode inode = known == null ? add(node) : known;
    if (node instanceof Directory directory) {
      if (known != null) {
        throw new IllegalArgumentException("a directory has two names");
      }
      open.add(new Open(directory, inode, parent));
      parent.addLink();
    } else {
      inode.addLink();
    }
    return inode;
  }
}
