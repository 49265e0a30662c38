// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Where a symlink leads, as the steps of a walk.
 *
 * @param absolute whether the walk begins at the root, and not where the symlink is
 * @param steps the names on the way, {@link #UP} among them; empty names and {@code .} left out
 */
public record SymlinkTarget(boolean absolute, List<FileName> steps) {
  /** The step {@code ..}. */
  public static final FileName UP = FileName.of("..");

  /** How many symlinks one walk may follow, as on Linux. */
  public static final int MAX_HOPS = 40;

  /** Copies the steps. */
  public SymlinkTarget {
    steps = List.copyOf(steps);
  }

  /** {@return where {@code symlink} leads; nothing if a name is too long for any directory} */
  public static Optional<SymlinkTarget> find(Symlink symlink) {
    byte[] bytes = symlink.target();
    var steps = new ArrayList<FileName>();
    int begin = 0;
    while (begin < bytes.length) {
      int end = begin;
      while (end < bytes.length && bytes[end] != '/') {
        end++;
      }
      int length = end - begin;
      if (length > FileName.MAX_BYTES) {
        return Optional.empty();
      }
      if (length > 1 || (length == 1 && bytes[begin] != '.')) {
        steps.add(FileName.of(bytes, begin, length));
      }
      begin = end + 1;
    }
    return Optional.of(new SymlinkTarget(bytes[0] == '/', steps));
  }

  /** {@return these steps, and then those of {@code rest} from {@code from} on} */
  public List<FileName> followedBy(List<FileName> rest, int from) {
    var all = new ArrayList<FileName>(steps.size() + rest.size() - from);
    all.addAll(steps);
    all.addAll(rest.subList(from, rest.size()));
    return all;
  }
}
