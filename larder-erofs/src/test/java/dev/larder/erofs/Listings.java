// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Inode;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.erofs.tree.Xattr;
import dev.larder.testkit.oracle.TreeEntry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** Trees and images in the form in which the oracle lists a mount. */
final class Listings {
  private Listings() {}

  private record Place(String path, Directory directory) {}

  private record Found(String path, ErofsNode node) {}

  /** {@return what a mount must show of a tree without markers} */
  static List<TreeEntry> of(Directory root, Digests digests) {
    var paths = new TreeMap<String, Node>();
    var links = new IdentityHashMap<Node, Long>();
    var firstPaths = new IdentityHashMap<Node, String>();
    var open = new ArrayDeque<Place>(List.of(new Place("", root)));
    paths.put("", root);
    links.put(root, 2L);
    while (!open.isEmpty()) {
      Place place = open.remove();
      for (Map.Entry<FileName, Node> child : place.directory.children().entrySet()) {
        String path = join(place.path, child.getKey());
        paths.put(path, child.getValue());
        if (child.getValue() instanceof Directory directory) {
          open.add(new Place(path, directory));
          links.put(directory, 2L);
          links.merge(place.directory, 1L, Long::sum);
        } else {
          links.merge(child.getValue(), 1L, Long::sum);
        }
      }
    }
    paths.forEach((path, node) -> firstPaths.putIfAbsent(node, path));
    return paths.entrySet().stream()
        .map(
            entry -> {
              Node node = entry.getValue();
              return entry(
                  entry.getKey(),
                  node,
                  links.getOrDefault(node, 0L),
                  firstPaths.getOrDefault(node, ""),
                  digests);
            })
        .toList();
  }

  private static TreeEntry entry(
      String path, Node node, long links, String firstPath, Digests digests) {
    Metadata metadata = ((Inode) node).metadata();
    return new TreeEntry(
        path,
        switch (node) {
          case Directory d -> 'd';
          case RegularFile f -> 'f';
          case Symlink l -> 'l';
          case SpecialFile s -> letter(s.kind());
          case Whiteout w -> throw new IllegalArgumentException("a marker");
          case LowerLink l -> throw new IllegalArgumentException("a marker");
        },
        metadata.permissions(),
        metadata.uid(),
        metadata.gid(),
        links,
        switch (node) {
          case RegularFile file -> file.size();
          case Symlink symlink -> symlink.targetLength();
          default -> 0;
        },
        node instanceof SpecialFile s && "bc".indexOf(letter(s.kind())) >= 0
            ? s.major() + ":" + s.minor()
            : "",
        Instant.ofEpochSecond(metadata.mtimeSeconds(), metadata.mtimeNanos()),
        node instanceof Symlink symlink ? latin1(symlink.target()) : "",
        xattrs(metadata),
        node instanceof RegularFile file ? digests.of(file) : "",
        firstPath);
  }

  /** {@return what the reader sees of an image} */
  static List<TreeEntry> of(ErofsImage image) throws IOException {
    var nodes = new TreeMap<String, ErofsNode>();
    var open = new ArrayDeque<Found>(List.of(new Found("", image.root())));
    nodes.put("", image.root());
    while (!open.isEmpty()) {
      Found directory = open.remove();
      for (ErofsEntry child : image.children(directory.node)) {
        String path = join(directory.path, child.name());
        nodes.put(path, child.node());
        if (child.node().type() == ErofsNode.Type.DIRECTORY) {
          open.add(new Found(path, child.node()));
        }
      }
    }
    var firstPaths = new HashMap<Long, String>();
    nodes.forEach((path, node) -> firstPaths.putIfAbsent(node.nid(), path));
    var entries = new ArrayList<TreeEntry>();
    for (Map.Entry<String, ErofsNode> entry : nodes.entrySet()) {
      ErofsNode node = entry.getValue();
      Metadata metadata = node.metadata();
      boolean device =
          node.type() == ErofsNode.Type.BLOCK_DEVICE
              || node.type() == ErofsNode.Type.CHARACTER_DEVICE;
      entries.add(
          new TreeEntry(
              entry.getKey(),
              letter(node.type()),
              metadata.permissions(),
              metadata.uid(),
              metadata.gid(),
              node.linkCount(),
              node.type() == ErofsNode.Type.DIRECTORY ? 0 : node.sizeBytes(),
              device ? node.major() + ":" + node.minor() : "",
              Instant.ofEpochSecond(metadata.mtimeSeconds(), metadata.mtimeNanos()),
              node.type() == ErofsNode.Type.SYMLINK ? latin1(image.target(node)) : "",
              xattrs(metadata),
              node.type() == ErofsNode.Type.REGULAR_FILE ? Digests.sha256(image.open(node)) : "",
              firstPaths.getOrDefault(node.nid(), "")));
    }
    return entries;
  }

  private static SortedMap<String, String> xattrs(Metadata metadata) {
    var values = new TreeMap<String, String>();
    for (Xattr xattr : metadata.xattrs()) {
      values.put(xattr.name(), HexFormat.of().formatHex(xattr.value()));
    }
    return values;
  }

  private static char letter(SpecialFile.Kind kind) {
    return switch (kind) {
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case FIFO -> 'p';
      case SOCKET -> 's';
    };
  }

  private static char letter(ErofsNode.Type type) {
    return switch (type) {
      case REGULAR_FILE -> 'f';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case FIFO -> 'p';
      case SOCKET -> 's';
    };
  }

  private static String join(String parent, FileName name) {
    String text = latin1(name.toBytes());
    return parent.isEmpty() ? text : parent + "/" + text;
  }

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
