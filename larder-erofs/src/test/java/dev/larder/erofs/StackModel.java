// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.testkit.cases.Expected;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What layers give, said as simply as can be: paths in maps, and no care for time. It shares
 * nothing with the code that it judges. Paths through symlinks are beyond it.
 */
final class StackModel {

  /** The layers are to be refused. */
  static final class Refused extends Exception {
    private static final long serialVersionUID = 1;

    Refused(String why) {
      super(why);
    }
  }

  /** The model does not say what comes of the layers. */
  static final class Unmodelled extends RuntimeException {
    private static final long serialVersionUID = 1;
  }

  /** What a layer itself has at a path. Compared by identity, as inodes are. */
  private static final class Own {
    /** Null for what waits for its target, and for directories that are implied. */
    private @Nullable Expected shown;

    private final boolean directory;
    private final String waitsFor;

    /** Whether the layer had something else here before: that hides the layers below. */
    private boolean fresh;

    private Own(@Nullable Expected shown, boolean directory, String waitsFor) {
      this.shown = shown;
      this.directory = directory;
      this.waitsFor = waitsFor;
    }
  }

  private final Map<String, Expected> below;
  private final TreeMap<String, Own> own = new TreeMap<>();
  private final Set<String> hidden = new HashSet<>();
  private final Set<String> emptied = new HashSet<>();

  private StackModel(Map<String, Expected> below) {
    this.below = below;
    own.put("", new Own(null, true, ""));
  }

  /** {@return every name of the merged tree, the root included} */
  static List<Expected> merge(List<List<LayerStep>> layers) throws Refused {
    Map<String, Expected> merged = new TreeMap<>();
    merged.put("", Expected.impliedDir(""));
    for (List<LayerStep> layer : layers) {
      var model = new StackModel(merged);
      for (LayerStep step : layer) {
        model.apply(step);
      }
      merged = model.over();
    }
    var names = new ArrayList<Expected>();
    merged.forEach((path, shown) -> names.add(shown.alsoAt(path)));
    return names;
  }

  private void apply(LayerStep step) throws Refused {
    switch (step) {
      case LayerStep.Put(String path, RandomNode node) -> {
        makeParents(path);
        put(path, node);
      }
      case LayerStep.Link(String path, String target) -> {
        Own linked = linked(target);
        makeParents(path);
        replace(path, linked);
      }
      case LayerStep.Hide(String path) -> {
        makeParents(path);
        hidden.add(path);
      }
      case LayerStep.Empty(String path) -> {
        makeParents(path + "/.");
        emptied.add(path);
      }
    }
  }

  private void put(String path, RandomNode node) {
    Own before = own.get(path);
    if (node.type() == 'd' && before != null && before.directory) {
      before.shown = node.expected();
      return;
    }
    var newer = new Own(node.expected(), node.type() == 'd', "");
    newer.fresh = before != null;
    replace(path, newer);
  }

  private void replace(String path, Own node) {
    own.keySet().removeIf(other -> isBelow(other, path));
    own.put(path, node);
  }

  private Own linked(String target) throws Refused {
    requireNoSymlink(target, below);
    for (String parent : parents(target)) {
      Own at = own.get(parent);
      if (at != null && isSymlink(at.shown)) {
        throw new Unmodelled();
      }
    }
    Own at = own.get(target);
    if (at != null && at.directory) {
      throw new Refused("a link to a directory");
    }
    return at != null ? at : new Own(null, false, target);
  }

  private void makeParents(String path) throws Refused {
    requireNoSymlink(path, below);
    for (String parent : parents(path)) {
      Own at = own.get(parent);
      if (at == null) {
        own.put(parent, new Own(null, true, ""));
      } else if (isSymlink(at.shown)) {
        throw new Unmodelled();
      } else if (!at.directory) {
        throw new Refused("no directory at " + parent);
      }
    }
  }

  /** {@return the layer over what is below it} */
  private Map<String, Expected> over() throws Refused {
    var linked = new TreeMap<String, Expected>();
    for (Map.Entry<String, Own> entry : own.entrySet()) {
      if (!entry.getValue().directory) {
        linked.put(entry.getKey(), settled(entry.getValue()));
      }
    }
    var merged = new TreeMap<>(below);
    hidden.forEach(path -> merged.keySet().removeIf(at -> at.equals(path) || isBelow(at, path)));
    emptied.forEach(path -> merged.keySet().removeIf(at -> isBelow(at, path)));
    for (Map.Entry<String, Own> entry : own.entrySet()) {
      String path = entry.getKey();
      Own node = entry.getValue();
      Expected lower = merged.get(path);
      boolean lowerDirectory = lower != null && lower.inode().type() == 'd';
      if (!node.directory) {
        merged.keySet().removeIf(at -> isBelow(at, path));
        merged.put(path, linked.get(path));
      } else if (node.shown != null) {
        if (node.fresh) {
          merged.keySet().removeIf(at -> isBelow(at, path));
        }
        merged.put(path, node.shown);
      } else if (!lowerDirectory && holdsSomething(path)) {
        if (lower != null) {
          throw new Refused("not a directory below " + path);
        }
        merged.put(path, Expected.impliedDir(""));
      }
    }
    return merged;
  }

  /** {@return whether an implied directory has more in it than whiteouts} */
  private boolean holdsSomething(String path) {
    return own.entrySet().stream()
        .anyMatch(
            other ->
                isBelow(other.getKey(), path)
                    && (!other.getValue().directory || other.getValue().shown != null));
  }

  /** {@return what a node is in the end, if it waited for its target} */
  private Expected settled(Own first) throws Refused {
    Own node = first;
    for (int hops = 0; node.shown == null; hops++) {
      if (hops > own.size()) {
        throw new Refused("a link to itself");
      }
      String target = node.waitsFor;
      for (String parent : parents(target)) {
        Own at = own.get(parent);
        if (at != null && (isSymlink(at.shown) || !at.waitsFor.isEmpty())) {
          throw new Unmodelled();
        }
      }
      Own next = own.get(target);
      if (next == null) {
        Expected lower = below.get(target);
        if (lower == null || lower.inode().type() == 'd') {
          throw new Refused("a link to nothing");
        }
        return lower;
      }
      if (next.directory) {
        throw new Refused("a link to a directory");
      }
      node = next;
    }
    return node.shown;
  }

  private static void requireNoSymlink(String path, Map<String, Expected> tree) {
    for (String parent : parents(path)) {
      if (isSymlink(tree.get(parent))) {
        throw new Unmodelled();
      }
    }
  }

  private static boolean isSymlink(@Nullable Expected shown) {
    return shown != null && shown.inode().type() == 'l';
  }

  private static boolean isBelow(String path, String directory) {
    return directory.isEmpty() ? !path.isEmpty() : path.startsWith(directory + "/");
  }

  /** {@return the directories above a path, the highest first, without the root} */
  private static List<String> parents(String path) {
    var parents = new ArrayList<String>();
    for (int slash = path.indexOf('/'); slash > 0; slash = path.indexOf('/', slash + 1)) {
      parents.add(path.substring(0, slash));
    }
    return parents;
  }
}
