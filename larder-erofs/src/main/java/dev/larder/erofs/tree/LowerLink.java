// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import java.util.List;

/**
 * A hard link whose target is not in its own layer: it names the inode that {@code target} has in
 * the layers below, before this layer changes them.
 *
 * @param target the path of the target from the root, normalised, not empty
 */
public record LowerLink(List<FileName> target) implements Node {
  /** Copies the path. */
  public LowerLink {
    target = List.copyOf(target);
    if (target.isEmpty()) {
      throw new IllegalArgumentException("a hard link cannot name the root");
    }
  }
}
