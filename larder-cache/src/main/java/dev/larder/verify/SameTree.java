// SPDX-License-Identifier: Apache-2.0
package dev.larder.verify;

import dev.larder.erofs.ErofsEntry;
import dev.larder.erofs.ErofsImage;
import dev.larder.erofs.ErofsNode;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Tells whether two merged images show the same files at the same places of the layers, wherever in
 * the images that is said: so it is with what two versions of the writer make of the same layers.
 */
final class SameTree {
  /** Two directories of the same path. */
  private record Pair(ErofsNode left, ErofsNode right) {}

  private final ErofsImage left;
  private final ErofsImage right;

  /** The inode on the right of each on the left: what has two names here has them there. */
  private final Map<Long, Long> nids = new HashMap<>();

  private final ArrayDeque<Pair> open = new ArrayDeque<>();

  private SameTree(ErofsImage left, ErofsImage right) {
    this.left = left;
    this.right = right;
  }

  /** {@return whether both show the same} */
  static boolean of(ErofsImage left, ErofsImage right) throws IOException {
    return new SameTree(left, right).isSame();
  }

  private boolean isSame() throws IOException {
    if (!isSame(left.root(), right.root())) {
      return false;
    }
    for (var next = open.poll(); next != null; next = open.poll()) {
      List<ErofsEntry> ofLeft = left.children(next.left);
      List<ErofsEntry> ofRight = right.children(next.right);
      if (ofLeft.size() != ofRight.size()) {
        return false;
      }
      for (int i = 0; i < ofLeft.size(); i++) {
        if (!ofLeft.get(i).name().equals(ofRight.get(i).name())
            || !isSame(ofLeft.get(i).node(), ofRight.get(i).node())) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean isSame(ErofsNode a, ErofsNode b) throws IOException {
    if (a.type() != b.type()
        || !a.metadata().equals(b.metadata())
        || a.linkCount() != b.linkCount()
        || a.major() != b.major()
        || a.minor() != b.minor()) {
      return false;
    }
    Long known = nids.putIfAbsent(a.nid(), b.nid());
    boolean sameInode = known == null || known == b.nid();
    return sameInode
        && switch (a.type()) {
          case REGULAR_FILE ->
              a.sizeBytes() == b.sizeBytes() && left.place(a).equals(right.place(b));
          case SYMLINK -> Arrays.equals(left.target(a), right.target(b));
          case DIRECTORY -> {
            open.add(new Pair(a, b));
            yield known == null; // a directory has one name, or the walk would not end
          }
          case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> true;
        };
  }
}
