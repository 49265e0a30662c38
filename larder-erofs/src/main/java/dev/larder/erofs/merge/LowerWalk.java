// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.merge;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Inode;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.SymlinkTarget;
import java.util.ArrayList;
import java.util.List;

/** Finds the inodes that a layer's hard links name in the layers below it. */
final class LowerWalk {
  private final int position;
  private final Directory root;

  LowerWalk(int position, Directory root) {
    this.position = position;
    this.root = root;
  }

  /**
   * {@return what is at the path} Symlinks are followed inside the root, but for the last name's: a
   * link to a symlink is a second name of the symlink.
   */
  Inode inodeAt(List<FileName> path) throws LayerConflictException {
    List<FileName> steps = path;
    var trail = new ArrayList<Directory>();
    trail.add(root);
    int hops = 0;
    for (int i = 0; i < steps.size(); i++) {
      FileName step = steps.get(i);
      if (step.equals(SymlinkTarget.UP)) {
        if (trail.size() > 1) {
          trail.removeLast();
        }
        continue;
      }
      Node child = trail.getLast().child(step);
      boolean last = i == steps.size() - 1;
      if (child instanceof Inode inode && last && !(inode instanceof Directory)) {
        return inode;
      }
      if (child instanceof Directory directory && !last) {
        trail.add(directory);
      } else if (child instanceof Symlink symlink) {
        var target = SymlinkTarget.find(symlink);
        if (target.isEmpty() || ++hops > SymlinkTarget.MAX_HOPS) {
          throw missing(path, "a path over too many symlinks, or too long names");
        }
        if (target.get().absolute()) {
          trail.subList(1, trail.size()).clear();
        }
        steps = target.get().followedBy(steps, i + 1);
        i = -1;
      } else {
        throw missing(path, child == null ? "nothing" : LayerOver.describe(child));
      }
    }
    throw missing(path, "a directory");
  }

  private LayerConflictException missing(List<FileName> path, String got) {
    return new LayerConflictException(
        position, LayerOver.show(path), "what a hard link names, in this layer or below", got);
  }
}
