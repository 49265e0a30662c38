// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.merge;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Inode;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Whiteout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Applies one layer to what the layers below it gave. */
final class LayerOver {
  private final int position;
  private final Directory layer;
  private final Directory below;
  private final Map<LowerLink, Inode> linked = new HashMap<>();
  private final List<FileName> path = new ArrayList<>();

  /**
   * A layer over others.
   *
   * @param layer not changed, and nothing of its directories gets into the result
   * @param below becomes the result, or a part of it
   */
  LayerOver(int position, Directory layer, Directory below) {
    this.position = position;
    this.layer = layer;
    this.below = below;
  }

  /** {@return the merged root} */
  Directory apply() throws LayerConflictException {
    // Before anything changes: a link names what was there below, even if this layer hides it.
    resolveLinks();
    Directory root = layer.isOpaque() ? Directory.of(below.metadata()) : below;
    if (!layer.isImplied()) {
      root.list(layer.metadata());
    }
    applyChildren(layer, root);
    return root;
  }

  private void resolveLinks() throws LayerConflictException {
    var walk = new LowerWalk(position, below);
    var open = new ArrayDeque<Directory>();
    open.add(layer);
    while (!open.isEmpty()) {
      for (Node child : open.remove().children().values()) {
        if (child instanceof Directory directory) {
          open.add(directory);
        } else if (child instanceof LowerLink link && !linked.containsKey(link)) {
          Inode own = findOwn(link.target());
          linked.put(link, own == null ? walk.inodeAt(link.target()) : own);
        }
      }
    }
  }

  /**
   * {@return what the layer itself has at the path, or null} Only what came there by a symlink of
   * the layers below can be: any other link into the own layer has been tied before.
   */
  private @Nullable Inode findOwn(List<FileName> target) {
    Node node = layer;
    for (FileName name : target) {
      node = node instanceof Directory directory ? directory.child(name) : null;
    }
    return node instanceof Inode inode && !(inode instanceof Directory) ? inode : null;
  }

  private void applyChildren(Directory upper, Directory target) throws LayerConflictException {
    if (path.size() >= Merge.MAX_DEPTH) {
      throw conflict("a tree of at most " + Merge.MAX_DEPTH + " levels", "a deeper one");
    }
    for (Map.Entry<FileName, Node> entry : upper.children().entrySet()) {
      FileName name = entry.getKey();
      path.add(name);
      switch (entry.getValue()) {
        case Whiteout whiteout -> target.remove(name);
        case LowerLink link -> target.put(name, linkedInode(link));
        case Directory directory -> applyDirectory(directory, target, name);
        case RegularFile file -> target.put(name, file);
        case Symlink symlink -> target.put(name, symlink);
        case SpecialFile special -> target.put(name, special);
      }
      path.removeLast();
    }
  }

  private void applyDirectory(Directory upper, Directory parent, FileName name)
      throws LayerConflictException {
    if (upper.isWhitedOut()) {
      parent.remove(name);
    }
    Node lower = parent.child(name);
    if (lower instanceof Directory directory && !upper.isOpaque()) {
      if (!upper.isImplied()) {
        directory.list(upper.metadata());
      }
      applyChildren(upper, directory);
      return;
    }
    if (lower instanceof Directory directory && upper.isImplied()) {
      var emptied = Directory.of(directory.metadata());
      applyChildren(upper, emptied);
      parent.put(name, emptied);
      return;
    }
    var fresh = Directory.of(upper.metadata());
    applyChildren(upper, fresh);
    if (upper.isImplied() && fresh.children().isEmpty()) {
      // It held nothing but whiteouts, and there is nothing that they could hide.
      return;
    }
    if (upper.isImplied() && lower != null) {
      throw conflict("a directory, or nothing", describe(lower));
    }
    parent.put(name, fresh);
  }

  private Inode linkedInode(LowerLink link) {
    Inode inode = linked.get(link);
    if (inode == null) {
      throw new IllegalStateException("a link that was not resolved: " + link);
    }
    return inode;
  }

  private LayerConflictException conflict(String wanted, String got) {
    return new LayerConflictException(position, show(path), wanted, got);
  }

  /** {@return a path for people} */
  static String show(List<FileName> path) {
    return path.stream().map(FileName::toString).collect(Collectors.joining("/"));
  }

  /** {@return what a node is, for people} */
  static String describe(Node node) {
    return switch (node) {
      case Directory directory -> "a directory";
      case RegularFile file -> "a file";
      case Symlink symlink -> "a symlink";
      case SpecialFile special -> "a special file";
      case Whiteout whiteout -> "a whiteout";
      case LowerLink link -> "a hard link";
    };
  }
}
