// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.unpack;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.tar.TarMember;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.SymlinkTarget;
import dev.larder.erofs.tree.Whiteout;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Walks from a layer's root to a directory, through the symlinks that the layer itself has made so
 * far, as a kernel would that has the layer's root for its own: {@code ..} stops there. A symlink
 * of a lower layer cannot be seen here; the merge walks through those.
 */
final class LayerWalk {
  /** What stands for a hard link on the way: its target, or the link itself while it waits. */
  @FunctionalInterface
  interface Links {
    Node endOf(LowerLink link) throws LayerFormatException;
  }

  private static final Links WAITING = link -> link;

  /** What is done about a directory that the layer does not have. */
  private enum Missing {
    MADE,
    LEFT
  }

  private final Directory root;
  private final LayerLimits limits;
  private long implied;

  LayerWalk(Directory root, LayerLimits limits) {
    this.root = root;
    this.limits = limits;
  }

  /**
   * Where a walk ended.
   *
   * @param path from the root, with no symlink of this layer on it
   * @param directory what is there; null if the layer has no directory there
   */
  record Place(List<FileName> path, @Nullable Directory directory) {}

  /** {@return the number of directories that were made because an entry implied them} */
  long impliedDirectories() {
    return implied;
  }

  /** {@return the directory that the steps lead to, made on the way as far as it is missing} */
  Directory require(List<FileName> steps, TarMember member) throws LayerFormatException {
    Directory directory = walk(steps, member, Missing.MADE, WAITING).directory();
    if (directory == null) {
      throw new IllegalStateException("a walk that makes directories ended without one");
    }
    return directory;
  }

  /** {@return where the steps lead, making nothing} */
  Place find(List<FileName> steps, TarMember member) throws LayerFormatException {
    return walk(steps, member, Missing.LEFT, WAITING);
  }

  /** {@return where the steps lead, also through links that have become symlinks} */
  Place find(List<FileName> steps, TarMember member, Links links) throws LayerFormatException {
    return walk(steps, member, Missing.LEFT, links);
  }

  private Place walk(List<FileName> allSteps, TarMember member, Missing missing, Links links)
      throws LayerFormatException {
    List<FileName> steps = allSteps;
    var path = new ArrayList<FileName>(steps.size());
    var trail = new ArrayList<@Nullable Directory>(steps.size() + 1);
    trail.add(root);
    boolean make = missing == Missing.MADE;
    int hops = 0;
    for (int i = 0; i < steps.size(); i++) {
      FileName step = steps.get(i);
      if (step.equals(SymlinkTarget.UP)) {
        if (!path.isEmpty()) {
          path.removeLast();
          trail.removeLast();
        }
        continue;
      }
      Directory here = trail.getLast();
      Node child = here == null ? null : here.child(step);
      if (child instanceof LowerLink link) {
        child = links.endOf(link);
      }
      Directory next =
          switch (child) {
            case null -> here != null && make ? imply(here, step) : null;
            case Whiteout whiteout -> here != null && make ? implyOverWhiteout(here, step) : null;
            case Directory directory -> directory;
            case Symlink symlink -> {
              if (++hops > SymlinkTarget.MAX_HOPS) {
                throw EntryPath.refusal(
                    member, "at most " + SymlinkTarget.MAX_HOPS + " symlinks on the way", "more");
              }
              SymlinkTarget target = requireTarget(symlink, member);
              if (target.absolute()) {
                path.clear();
                trail.subList(1, trail.size()).clear();
              }
              steps = target.followedBy(steps, i + 1);
              i = -1;
              yield null;
            }
            case RegularFile file -> notDirectory(member, step, "a file", missing);
            case SpecialFile special -> notDirectory(member, step, "a special file", missing);
            case LowerLink link -> notDirectory(member, step, "a hard link", missing);
          };
      if (i >= 0) {
        path.add(step);
        trail.add(next);
      }
    }
    if (hops > 0) {
      EntryPath.requireWithin(path, member, limits);
    }
    return new Place(path, trail.getLast());
  }

  /** Keeps the metadata of the lower one. */
  private Directory imply(Directory parent, FileName name) {
    Directory directory = Directory.implied();
    parent.put(name, directory);
    implied++;
    return directory;
  }

  /** Hides the lower one with all that it has, its metadata too. */
  private Directory implyOverWhiteout(Directory parent, FileName name) {
    Directory directory = imply(parent, name);
    directory.whiteOut();
    return directory;
  }

  private static @Nullable Directory notDirectory(
      TarMember member, FileName step, String what, Missing missing) throws LayerFormatException {
    if (missing == Missing.MADE) {
      throw EntryPath.refusal(member, "directories above the entry", what + " at \"" + step + "\"");
    }
    return null;
  }

  private static SymlinkTarget requireTarget(Symlink symlink, TarMember member)
      throws LayerFormatException {
    var target = SymlinkTarget.find(symlink);
    if (target.isEmpty()) {
      throw EntryPath.refusal(
          member, "names of at most " + FileName.MAX_BYTES + " bytes", "a longer one in a symlink");
    }
    return target.get();
  }
}
