// SPDX-License-Identifier: Apache-2.0
package dev.larder.browse;

import dev.larder.erofs.ErofsNode;
import dev.larder.erofs.tree.FileName;
import dev.larder.model.FileChange;
import dev.larder.model.FileChange.Aspect;
import dev.larder.model.FileChange.Kind;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares the trees of two images. Bytes that both have from the same place of the same layer are
 * not read. For one thread, once.
 */
public final class TreeComparison {
  private static final int BUFFER_BYTES = 1 << 16;

  private final ImageTree before;
  private final ImageTree after;
  private final List<FileChange> changes = new ArrayList<>();

  private TreeComparison(ImageTree before, ImageTree after) {
    this.before = before;
    this.after = after;
  }

  /** Two directories of the same path. */
  private record Pair(Located before, Located after) {}

  /** {@return what differs, in the order of the paths} */
  public static List<FileChange> compare(ImageTree before, ImageTree after) throws IOException {
    var comparison = new TreeComparison(before, after);
    comparison.run();
    comparison.changes.sort(Comparator.comparing(FileChange::path));
    return List.copyOf(comparison.changes);
  }

  private void run() throws IOException {
    var roots =
        new Pair(
            before.resolve("/", ImageTree.LastLink.KEPT),
            after.resolve("/", ImageTree.LastLink.KEPT));
    compare(roots.before(), roots.after());
    var pairs = new ArrayDeque<Pair>(List.of(roots));
    var seen = new HashSet<Long>();
    while (!pairs.isEmpty()) {
      var pair = pairs.pop();
      // A damaged image may lead round in a circle.
      if (seen.add(pair.before().node().nid())) {
        compareEntries(pair, pairs);
      }
    }
  }

  private void compareEntries(Pair pair, Deque<Pair> pairs) throws IOException {
    // By the names' bytes: two that are not UTF-8 may read the same.
    Map<FileName, Located> old = new HashMap<>();
    for (var entry : before.image().children(pair.before().node())) {
      old.put(entry.name(), pair.before().child(entry.name(), entry.node()));
    }
    for (var entry : after.image().children(pair.after().node())) {
      var now = pair.after().child(entry.name(), entry.node());
      var was = old.remove(entry.name());
      if (was == null) {
        addAll(after, now, Kind.ADDED);
      } else if (was.node().type() != now.node().type()) {
        changes.add(new FileChange(Kind.CHANGED, now.path(), Set.of(Aspect.TYPE)));
        addBelow(before, was, Kind.REMOVED);
        addBelow(after, now, Kind.ADDED);
      } else {
        compare(was, now);
        if (now.isDirectory()) {
          pairs.push(new Pair(was, now));
        }
      }
    }
    for (var gone : old.values()) {
      addAll(before, gone, Kind.REMOVED);
    }
  }

  private void addBelow(ImageTree tree, Located file, Kind kind) throws IOException {
    if (file.isDirectory()) {
      for (var child : tree.children(file)) {
        addAll(tree, child, kind);
      }
    }
  }

  private void addAll(ImageTree tree, Located top, Kind kind) throws IOException {
    tree.walk(
        top,
        new ImageTree.Visitor() {
          @Override
          public boolean enter(Located file) {
            changes.add(new FileChange(kind, file.path(), Set.of()));
            return true;
          }

          @Override
          public void leave(Located directory) {}
        });
  }

  private void compare(Located was, Located now) throws IOException {
    var old = was.node().metadata();
    var metadata = now.node().metadata();
    var aspects = EnumSet.noneOf(Aspect.class);
    add(aspects, Aspect.CONTENT, !isSameContent(was, now));
    add(aspects, Aspect.MODE, old.permissions() != metadata.permissions());
    add(aspects, Aspect.OWNER, old.uid() != metadata.uid() || old.gid() != metadata.gid());
    add(aspects, Aspect.XATTRS, !old.xattrs().equals(metadata.xattrs()));
    add(
        aspects,
        Aspect.TIME,
        old.mtimeSeconds() != metadata.mtimeSeconds() || old.mtimeNanos() != metadata.mtimeNanos());
    if (!aspects.isEmpty()) {
      changes.add(new FileChange(Kind.CHANGED, now.path(), aspects));
    }
  }

  private static void add(Set<Aspect> aspects, Aspect aspect, boolean changed) {
    if (changed) {
      aspects.add(aspect);
    }
  }

  private boolean isSameContent(Located was, Located now) throws IOException {
    return switch (now.node().type()) {
      case REGULAR_FILE -> isSameFile(was, now);
      case SYMLINK ->
          Arrays.equals(before.image().target(was.node()), after.image().target(now.node()));
      case CHARACTER_DEVICE, BLOCK_DEVICE -> isSameDevice(was.node(), now.node());
      case DIRECTORY, FIFO, SOCKET -> true;
    };
  }

  private static boolean isSameDevice(ErofsNode was, ErofsNode now) {
    return was.major() == now.major() && was.minor() == now.minor();
  }

  private boolean isSameFile(Located was, Located now) throws IOException {
    if (was.node().sizeBytes() != now.node().sizeBytes()) {
      return false;
    }
    var place = after.place(now);
    if (place.isPresent() && place.equals(before.place(was))) {
      return true;
    }
    InputStream left = before.image().open(was.node());
    InputStream right = after.image().open(now.node());
    byte[] ofLeft = new byte[BUFFER_BYTES];
    byte[] ofRight = new byte[BUFFER_BYTES];
    while (true) {
      int count = left.readNBytes(ofLeft, 0, BUFFER_BYTES);
      right.readNBytes(ofRight, 0, BUFFER_BYTES);
      if (!Arrays.equals(ofLeft, 0, count, ofRight, 0, count)) {
        return false;
      }
      if (count < BUFFER_BYTES) {
        return true;
      }
    }
  }
}
