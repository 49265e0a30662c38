// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.merge;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.Metadata;
import java.util.List;

/**
 * Merges layers into the tree that a container sees: image-spec layer.md, Applying Changesets.
 * Takes time in the number of entries of all layers, whatever they hide.
 */
public final class Merge {
  /**
   * The deepest that a merged tree may be. No path of 4096 bytes is deeper; symlinks that lead from
   * layer to layer could be.
   */
  public static final int MAX_DEPTH = 2048;

  private Merge() {}

  /**
   * Lays trees one over the other.
   *
   * @param trees the layers, the bottom one first; not changed, and free to be merged again
   * @return a new tree without whiteouts, opaque or implied directories or links into lower layers.
   *     Inodes that are no directories are those of the layers, so that two names of one inode stay
   *     two names of one inode
   * @throws LayerConflictException if a layer does not fit the ones below it
   */
  public static Directory merge(List<Directory> trees) throws LayerConflictException {
    Directory merged = Directory.of(Metadata.IMPLIED_DIRECTORY);
    for (int position = 0; position < trees.size(); position++) {
      Directory layer = SymlinkedDirectories.redirect(position, trees.get(position), merged);
      merged = new LayerOver(position, layer, merged).apply();
    }
    return merged;
  }
}
