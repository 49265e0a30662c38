// SPDX-License-Identifier: Apache-2.0
package dev.larder.browse;

import dev.larder.erofs.ErofsImage;
import dev.larder.erofs.ErofsNode;
import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.tree.FileName;
import dev.larder.error.ImagePathException;
import dev.larder.error.ImagePathException.Reason;
import dev.larder.model.BootDisk;
import dev.larder.model.FileEntry;
import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Consumer;

/**
 * The file tree of one image. Paths are resolved inside of it, as a process whose root it is would:
 * an absolute link begins at the image's root, and no {@code ..} leads out of that. For one thread
 * at a time.
 */
public final class ImageTree implements Closeable {
  /** As Linux has it ({@code include/linux/namei.h: MAXSYMLINKS}). */
  private static final int MAX_LINKS = 40;

  private final String reference;
  private final List<Path> layers;
  private final ErofsImage image;

  private ImageTree(String reference, List<Path> layers, ErofsImage image) {
    this.reference = reference;
    this.layers = layers;
    this.image = image;
  }

  /** {@return the tree of the image {@code reference}, for the caller to close} */
  public static ImageTree open(String reference, BootDisk disk) throws IOException {
    var files = disk.extents().stream().map(BootDisk.Extent::file).toList();
    var layers = files.subList(1, files.size());
    return new ImageTree(reference, layers, ErofsImage.open(files.getFirst(), layers));
  }

  ErofsImage image() {
    return image;
  }

  /** What becomes of a symlink that a path ends with. */
  public enum LastLink {
    /** It is what the path means. */
    KEPT,
    /** The path means what it leads to. */
    FOLLOWED
  }

  /** {@return what {@code path} leads to} */
  public FileEntry get(String path, LastLink lastLink) throws IOException {
    return entry(resolve(path, lastLink));
  }

  /** {@return the entries of the directory {@code path}, in the order of their names' bytes} */
  public List<FileEntry> list(String path) throws IOException {
    var directory = resolve(path, LastLink.FOLLOWED);
    if (!directory.isDirectory()) {
      throw new ImagePathException(reference, path, Reason.NOT_A_DIRECTORY);
    }
    var entries = new ArrayList<FileEntry>();
    for (var child : children(directory)) {
      entries.add(entry(child));
    }
    return entries;
  }

  /** Tells of all that is under {@code path}, itself included, parents before their entries. */
  public void walk(String path, Consumer<FileEntry> action) throws IOException {
    walk(
        resolve(path, LastLink.FOLLOWED),
        new Visitor() {
          @Override
          public boolean enter(Located file) throws IOException {
            action.accept(entry(file));
            return true;
          }

          @Override
          public void leave(Located directory) {}
        });
  }

  /** {@return the bytes of the regular file {@code path}, of use as long as this is open} */
  public InputStream open(String path) throws IOException {
    var file = resolve(path, LastLink.FOLLOWED);
    if (file.node().type() != ErofsNode.Type.REGULAR_FILE) {
      throw new ImagePathException(reference, path, Reason.NOT_A_FILE);
    }
    return image.open(file.node());
  }

  /** Names are bytes, which ISO 8859-1 keeps as they are. */
  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }

  Located resolve(String path, LastLink lastLink) throws IOException {
    var root = Located.root(image.root());
    var trail = new ArrayDeque<Located>(List.of(root));
    var ahead = new ArrayDeque<String>();
    push(text(path.getBytes(StandardCharsets.UTF_8)), ahead);
    int links = 0;
    while (!ahead.isEmpty()) {
      String part = ahead.pop();
      if (!trail.getLast().isDirectory()) {
        throw new ImagePathException(reference, path, Reason.NOT_A_DIRECTORY);
      }
      if (part.isEmpty() || part.equals(".")) {
        continue;
      }
      if (part.equals("..")) {
        if (trail.size() > 1) {
          trail.removeLast();
        }
        continue;
      }
      var next =
          find(trail.getLast(), part)
              .orElseThrow(() -> new ImagePathException(reference, path, Reason.NOT_FOUND));
      boolean isFollowed = lastLink == LastLink.FOLLOWED || !ahead.isEmpty();
      if (next.node().type() != ErofsNode.Type.SYMLINK || !isFollowed) {
        trail.add(next);
        continue;
      }
      if (++links > MAX_LINKS) {
        throw new ImagePathException(reference, path, Reason.TOO_MANY_LINKS);
      }
      String target = text(image.target(next.node()));
      if (target.startsWith("/")) {
        trail.clear();
        trail.add(root);
      }
      push(target, ahead);
    }
    return trail.getLast();
  }

  /** Puts the parts of {@code path} in front; one that ends with a slash has an empty last part. */
  private static void push(String path, Deque<String> ahead) {
    var parts = List.of(path.split("/", -1));
    parts.reversed().forEach(ahead::push);
  }

  private Optional<Located> find(Located directory, String name) throws IOException {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    if (bytes.length > FileName.MAX_BYTES || name.indexOf('\0') >= 0) {
      return Optional.empty();
    }
    var wanted = FileName.of(bytes, 0, bytes.length);
    return image.find(directory.node(), wanted).map(node -> directory.child(wanted, node));
  }

  List<Located> children(Located directory) throws IOException {
    var children = new ArrayList<Located>();
    for (var entry : image.children(directory.node())) {
      children.add(directory.child(entry.name(), entry.node()));
    }
    return children;
  }

  /** Is led through a tree. */
  interface Visitor {
    /**
     * Comes to a file; of a directory, before its entries.
     *
     * @return whether the entries of a directory are to be seen
     */
    boolean enter(Located file) throws IOException;

    /** Has seen all entries of a directory that were to be seen. */
    void leave(Located directory) throws IOException;
  }

  /** Leads {@code visitor} through {@code start} and all that is under it. */
  void walk(Located start, Visitor visitor) throws IOException {
    var seen = new HashSet<Long>();
    var open = new ArrayDeque<Open>();
    enter(start, visitor, seen, open);
    while (!open.isEmpty()) {
      var directory = open.getLast();
      if (directory.entries().hasNext()) {
        enter(directory.entries().next(), visitor, seen, open);
      } else {
        visitor.leave(open.removeLast().directory());
      }
    }
  }

  /** A directory that is being walked, and what is left of it. */
  private record Open(Located directory, Iterator<Located> entries) {}

  private void enter(Located file, Visitor visitor, Set<Long> seen, Deque<Open> open)
      throws IOException {
    if (visitor.enter(file) && file.isDirectory()) {
      if (!seen.add(file.node().nid())) {
        throw new CorruptErofsException(0, "directory", "it has two names, one is " + file.path());
      }
      open.addLast(new Open(file, children(file).iterator()));
    }
  }

  FileEntry entry(Located file) throws IOException {
    var node = file.node();
    var metadata = node.metadata();
    boolean isFile = node.type() == ErofsNode.Type.REGULAR_FILE;
    return new FileEntry(
        file.path(),
        type(node.type()),
        metadata.permissions(),
        metadata.uid(),
        metadata.gid(),
        node.linkCount(),
        isFile ? node.sizeBytes() : 0,
        modified(node),
        node.type() == ErofsNode.Type.SYMLINK
            ? new String(image.target(node), StandardCharsets.UTF_8)
            : "",
        new FileEntry.Device(node.major(), node.minor()));
  }

  private static FileEntry.Type type(ErofsNode.Type type) {
    return switch (type) {
      case REGULAR_FILE -> FileEntry.Type.FILE;
      case DIRECTORY -> FileEntry.Type.DIRECTORY;
      case SYMLINK -> FileEntry.Type.SYMLINK;
      case CHARACTER_DEVICE -> FileEntry.Type.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> FileEntry.Type.BLOCK_DEVICE;
      case FIFO -> FileEntry.Type.FIFO;
      case SOCKET -> FileEntry.Type.SOCKET;
    };
  }

  /**
   * Archives may give times that an {@link Instant} cannot hold; the nearest that it can is told.
   */
  static Instant modified(ErofsNode node) {
    long seconds =
        Math.clamp(
            node.metadata().mtimeSeconds(),
            Instant.MIN.getEpochSecond(),
            Instant.MAX.getEpochSecond());
    return Instant.ofEpochSecond(seconds, node.metadata().mtimeNanos());
  }

  /** {@return where a file's bytes stand, the same for the same bytes of the same layer} */
  Optional<Place> place(Located file) throws IOException {
    return image
        .place(file.node())
        .filter(place -> place.device() > 0)
        .map(place -> new Place(layers.get(place.device() - 1), place.offset()));
  }

  /**
   * Where a file's bytes stand.
   *
   * @param layer the layer's file
   * @param offset their start
   */
  record Place(Path layer, long offset) {}

  @Override
  public void close() throws IOException {
    image.close();
  }
}
