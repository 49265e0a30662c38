// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.merge;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.SymlinkTarget;
import dev.larder.erofs.tree.Whiteout;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Brings what a layer has under a symlink of the layers below to where the symlink leads: with
 * {@code lib -> usr/lib} below, the entry {@code lib/x} is {@code usr/lib/x}, and the symlink
 * stays. After that, no directory that a layer only implies meets a symlink.
 *
 * <p>The layer's file does not say in which order such an entry and one with the direct name came.
 * The direct one is kept; containerd keeps the later one.
 */
final class SymlinkedDirectories {
  private final int position;
  private final Directory layer;
  private final Directory below;
  private final ArrayDeque<Redirect> redirects = new ArrayDeque<>();

  /** A directory that is implied, and a symlink, both at {@code parent} and {@code name}. */
  private record Redirect(List<FileName> parent, FileName name) {}

  /**
   * One directory of the merged tree: what the layer says of it, and what shows through from below.
   */
  private record Pair(Directory upper, @Nullable Directory lower) {}

  private SymlinkedDirectories(int position, Directory layer, Directory below) {
    this.position = position;
    this.layer = layer;
    this.below = below;
  }

  /** {@return the layer, or a copy with its directories where they belong} */
  static Directory redirect(int position, Directory layer, Directory below)
      throws LayerConflictException {
    if (!new SymlinkedDirectories(position, layer, below).findAll()) {
      return layer;
    }
    Directory copy = copyOf(layer, 0, position);
    var move = new SymlinkedDirectories(position, copy, below);
    move.findAll();
    move.run();
    return copy;
  }

  /** {@return whether there is anything to bring elsewhere} */
  private boolean findAll() throws LayerConflictException {
    scan(layer, visible(layer, below), new ArrayList<>());
    return !redirects.isEmpty();
  }

  private void run() throws LayerConflictException {
    while (!redirects.isEmpty()) {
      Redirect redirect = redirects.remove();
      Pair parent = trailTo(redirect.parent()).getLast();
      if (parent.upper().child(redirect.name()) instanceof Directory moved
          && showsMetadata(moved)
          && parent.lower() != null
          && parent.lower().child(redirect.name()) instanceof Symlink symlink) {
        parent.upper().remove(redirect.name());
        placeThrough(symlink, moved, redirect);
      }
    }
  }

  /** Puts what is in {@code moved} where the symlink at {@code redirect} leads. */
  private void placeThrough(Symlink symlink, Directory moved, Redirect redirect)
      throws LayerConflictException {
    var path = new ArrayList<FileName>(redirect.parent());
    Pair target = follow(symlink, trailTo(path), path, redirect);
    if (moved.isOpaque()) {
      target.upper().makeOpaque();
    }
    place(moved, new Pair(target.upper(), visible(target.upper(), target.lower())), path);
  }

  private List<Pair> trailTo(List<FileName> path) {
    var trail = new ArrayList<Pair>();
    trail.add(new Pair(layer, visible(layer, below)));
    for (FileName name : path) {
      trail.add(descend(trail.getLast(), name));
    }
    return trail;
  }

  /** Notes every implied directory that is a symlink below. */
  private void scan(Directory upper, @Nullable Directory lower, List<FileName> path)
      throws LayerConflictException {
    if (lower == null) {
      return;
    }
    requireDepth(path);
    for (Map.Entry<FileName, Node> entry : upper.children().entrySet()) {
      if (!(entry.getValue() instanceof Directory directory)) {
        continue;
      }
      FileName name = entry.getKey();
      Node other = lower.child(name);
      if (other instanceof Symlink && showsMetadata(directory)) {
        redirects.add(new Redirect(List.copyOf(path), name));
      } else if (other instanceof Directory lowerDirectory) {
        path.add(name);
        scan(directory, visible(directory, lowerDirectory), path);
        path.removeLast();
      }
    }
  }

  /**
   * Walks from a symlink to where it leads in the merged tree, bounded by the root, and makes
   * implied directories where the layer has none.
   */
  private Pair follow(Symlink first, List<Pair> trail, List<FileName> path, Redirect redirect)
      throws LayerConflictException {
    List<FileName> steps = List.of();
    Symlink symlink = first;
    int hops = 0;
    int next = 0;
    while (true) {
      if (symlink != null) {
        var target = SymlinkTarget.find(symlink);
        if (target.isEmpty() || ++hops > SymlinkTarget.MAX_HOPS) {
          throw conflict(redirect, "a symlink that leads to a directory", "one that leads nowhere");
        }
        if (target.get().absolute()) {
          trail.subList(1, trail.size()).clear();
          path.clear();
        }
        steps = target.get().followedBy(steps, next);
        next = 0;
        symlink = null;
      }
      if (next == steps.size()) {
        return trail.getLast();
      }
      FileName step = steps.get(next++);
      if (step.equals(SymlinkTarget.UP)) {
        if (!path.isEmpty()) {
          path.removeLast();
          trail.removeLast();
        }
        continue;
      }
      Pair here = trail.getLast();
      Node visible = visibleChild(here, step);
      switch (visible) {
        case Symlink further -> symlink = further;
        case null -> {
          trail.add(descend(here, step));
          path.add(step);
        }
        case Directory directory -> {
          trail.add(descend(here, step));
          path.add(step);
        }
        case Whiteout whiteout -> {
          trail.add(descend(here, step));
          path.add(step);
        }
        case RegularFile file -> throw notDirectory(redirect, file);
        case SpecialFile special -> throw notDirectory(redirect, special);
        case LowerLink link -> throw notDirectory(redirect, link);
      }
      requireDepth(path);
    }
  }

  /** {@return what a name of the merged tree is, or leads through} */
  private static @Nullable Node visibleChild(Pair pair, FileName name) {
    Node upper = pair.upper().child(name);
    Node lower = pair.lower() == null ? null : pair.lower().child(name);
    boolean showsThrough = upper == null || (upper instanceof Directory d && showsMetadata(d));
    return showsThrough && lower != null ? lower : upper;
  }

  /** {@return the pair of that name, with a directory in the layer made if there was none} */
  private static Pair descend(Pair pair, FileName name) {
    Node lower = pair.lower() == null ? null : pair.lower().child(name);
    Directory upper;
    if (pair.upper().child(name) instanceof Directory directory) {
      upper = directory;
    } else if (pair.upper().child(name) == null) {
      upper = Directory.implied();
      pair.upper().put(name, upper);
    } else {
      upper = Directory.implied();
      upper.whiteOut();
      pair.upper().put(name, upper);
    }
    return new Pair(upper, lower instanceof Directory d ? visible(upper, d) : null);
  }

  /** Puts the children of a directory where they belong; what is there already is kept. */
  private void place(Directory moved, Pair target, List<FileName> path)
      throws LayerConflictException {
    requireDepth(path);
    for (Map.Entry<FileName, Node> entry : moved.children().entrySet()) {
      FileName name = entry.getKey();
      Node there = target.upper().child(name);
      switch (entry.getValue()) {
        case Directory directory -> placeDirectory(directory, name, target, path);
        case Whiteout whiteout -> {
          if (there == null) {
            target.upper().put(name, whiteout);
          } else if (there instanceof Directory directory) {
            directory.whiteOut();
          }
        }
        case LowerLink link -> placeOther(link, name, target);
        case RegularFile file -> placeOther(file, name, target);
        case Symlink symlink -> placeOther(symlink, name, target);
        case SpecialFile special -> placeOther(special, name, target);
      }
    }
  }

  private static void placeOther(Node node, FileName name, Pair target) {
    Node there = target.upper().child(name);
    if (there == null || there instanceof Whiteout) {
      target.upper().put(name, node);
    }
  }

  private void placeDirectory(Directory moved, FileName name, Pair target, List<FileName> path)
      throws LayerConflictException {
    Node there = target.upper().child(name);
    Node lower = target.lower() == null ? null : target.lower().child(name);
    path.add(name);
    if (there instanceof Directory directory) {
      if (!moved.isImplied() && directory.isImplied()) {
        directory.list(moved.metadata());
      }
      if (moved.isOpaque()) {
        directory.makeOpaque();
      }
      if (moved.isWhitedOut()) {
        directory.whiteOut();
      }
      place(moved, descend(target, name), path);
    } else if (there == null || there instanceof Whiteout) {
      if (there != null) {
        moved.whiteOut();
      }
      target.upper().put(name, moved);
      if (lower instanceof Symlink && showsMetadata(moved)) {
        path.removeLast();
        redirects.add(new Redirect(List.copyOf(path), name));
        path.add(name);
      } else if (lower instanceof Directory directory) {
        scan(moved, visible(moved, directory), path);
      }
    } else if (moved.isImplied()) {
      path.removeLast();
      var redirect = new Redirect(List.copyOf(path), name);
      path.add(name);
      if (!(there instanceof Symlink symlink)) {
        throw conflict(redirect, "a directory", LayerOver.describe(there));
      }
      placeThrough(symlink, moved, redirect);
    }
    path.removeLast();
  }

  /** {@return whether the metadata of the layers below shows, and so what a symlink leads to} */
  private static boolean showsMetadata(Directory directory) {
    return directory.isImplied() && !directory.isWhitedOut();
  }

  private static @Nullable Directory visible(Directory upper, @Nullable Directory lower) {
    return upper.isOpaque() ? null : lower;
  }

  /**
   * Children are put in by name, so that their order says nothing of how the layer's tree was made:
   * of two that are led to one place the first is kept.
   */
  private static Directory copyOf(Directory directory, int depth, int position)
      throws LayerConflictException {
    if (depth > Merge.MAX_DEPTH) {
      throw new LayerConflictException(
          position, "", "a tree of at most " + Merge.MAX_DEPTH + " levels", "a deeper one");
    }
    Directory copy =
        directory.isImplied() ? Directory.implied() : Directory.of(directory.metadata());
    if (directory.isOpaque()) {
      copy.makeOpaque();
    }
    if (directory.isWhitedOut()) {
      copy.whiteOut();
    }
    for (Map.Entry<FileName, Node> entry : new TreeMap<>(directory.children()).entrySet()) {
      copy.put(
          entry.getKey(),
          entry.getValue() instanceof Directory below
              ? copyOf(below, depth + 1, position)
              : entry.getValue());
    }
    return copy;
  }

  private void requireDepth(List<FileName> path) throws LayerConflictException {
    if (path.size() > Merge.MAX_DEPTH) {
      throw new LayerConflictException(
          position,
          LayerOver.show(path),
          "a tree of at most " + Merge.MAX_DEPTH + " levels",
          "a deeper one");
    }
  }

  private LayerConflictException notDirectory(Redirect redirect, Node node) {
    return conflict(
        redirect, "a symlink that leads to a directory", "one to " + LayerOver.describe(node));
  }

  private LayerConflictException conflict(Redirect redirect, String wanted, String got) {
    var path = new ArrayList<FileName>(redirect.parent());
    path.add(redirect.name());
    return new LayerConflictException(position, LayerOver.show(path), wanted, got);
  }
}
