// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.erofs.ErofsEntry;
import dev.larder.erofs.ErofsImage;
import dev.larder.erofs.ErofsNode;
import dev.larder.erofs.tree.Xattr;
import dev.larder.testkit.oracle.TreeEntry;
import dev.larder.testkit.oracle.TreeListing;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/** An image as our own reader sees it, in the form in which the oracle lists a mount. */
final class ReaderListing {
  private static final int BUFFER_BYTES = 1 << 20;

  private final ErofsImage image;
  private final SortedMap<String, ErofsNode> nodes = new TreeMap<>();
  private final Map<Long, String> firstPaths = new HashMap<>();
  private final byte[] buffer = new byte[BUFFER_BYTES];

  private ReaderListing(ErofsImage image) {
    this.image = image;
  }

  static TreeListing of(ErofsImage image) throws IOException {
    var listing = new ReaderListing(image);
    listing.walk("", image.root());
    listing.nodes.forEach((path, node) -> listing.firstPaths.putIfAbsent(node.nid(), path));
    var entries = new TreeMap<String, TreeEntry>();
    for (var place : listing.nodes.entrySet()) {
      entries.put(place.getKey(), listing.entry(place.getKey(), place.getValue()));
    }
    return TreeListing.of(entries.values());
  }

  private void walk(String path, ErofsNode node) throws IOException {
    nodes.put(path, node);
    if (node.type() == ErofsNode.Type.DIRECTORY) {
      String prefix = path.isEmpty() ? "" : path + "/";
      for (ErofsEntry child : image.children(node)) {
        walk(prefix + latin1(child.name().toBytes()), child.node());
      }
    }
  }

  private TreeEntry entry(String path, ErofsNode node) throws IOException {
    var metadata = node.metadata();
    var type = node.type();
    var xattrs = new TreeMap<String, String>();
    for (Xattr xattr : metadata.xattrs()) {
      xattrs.put(xattr.name(), HexFormat.of().formatHex(xattr.value()));
    }
    boolean device = node.major() != 0 || node.minor() != 0;
    return new TreeEntry(
        path,
        letter(type),
        metadata.permissions(),
        metadata.uid(),
        metadata.gid(),
        node.linkCount(),
        type == ErofsNode.Type.DIRECTORY ? 0 : node.sizeBytes(),
        device ? node.major() + ":" + node.minor() : "",
        Instant.ofEpochSecond(metadata.mtimeSeconds(), metadata.mtimeNanos()),
        type == ErofsNode.Type.SYMLINK ? latin1(image.target(node)) : "",
        xattrs,
        type == ErofsNode.Type.REGULAR_FILE ? sha256(node) : "",
        firstPaths.getOrDefault(node.nid(), ""));
  }

  private String sha256(ErofsNode file) throws IOException {
    try (var in = image.open(file)) {
      var hash = MessageDigest.getInstance("SHA-256");
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        hash.update(buffer, 0, count);
      }
      return HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
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

  private static String latin1(byte[] bytes) {
    return new String(bytes, StandardCharsets.ISO_8859_1);
  }
}
