// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.pack;

import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Whiteout;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;

/**
 * Writes a layer's tree as a tar (image-spec layer.md), in an order that is right for extractors
 * that go by it, larder not being one of them:
 *
 * <ol>
 *   <li>directories, parents first, each behind the whiteout of its name and before its opaque
 *       marker: nothing of the layer itself stands there to be hidden by mistake;
 *   <li>files in the order in which their bytes stand in the layer, so that converting the tar puts
 *       them where they are; then all else; names of one inode together, the first one before the
 *       hard links to it;
 *   <li>the other whiteouts: a hard link may name what they take away.
 * </ol>
 */
public final class LayerPacker {
  /** Writes the bytes of a file. */
  @FunctionalInterface
  public interface FileBytes {
    /** Writes all bytes of {@code file}, as many as its size says. */
    void writeTo(OutputStream out, RegularFile file) throws IOException;
  }

  private static final String WHITEOUT_PREFIX = ".wh.";
  private static final byte[] PREFIX_BYTES = WHITEOUT_PREFIX.getBytes(StandardCharsets.US_ASCII);
  private static final FileName OPAQUE = FileName.of(".wh..wh..opq");

  /** What a whiteout has; no two tools write the same. */
  private static final Metadata WHITEOUT_METADATA = new Metadata(0644, 0, 0, 0, 0, List.of());

  /**
   * What a hard link into the layers below says of their file: nothing of the sort is known here.
   */
  private static final Metadata LOWER_METADATA = new Metadata(0644, 0, 0, 0, 0, List.of());

  /** A directory whose entries are still to be written. */
  private record Open(TarName path, Directory directory) {}

  /** An inode under all its names. */
  private record Named(Node node, List<TarName> paths) {}

  private final OutputStream out;
  private final TarHeaders headers;
  private final FileBytes bytes;
  private final ArrayDeque<Open> open = new ArrayDeque<>();
  private final IdentityHashMap<Node, Named> byNode = new IdentityHashMap<>();
  private final List<Named> named = new ArrayList<>();
  private final List<TarName> whiteouts = new ArrayList<>();

  private LayerPacker(OutputStream out, FileBytes bytes) {
    this.out = out;
    this.headers = new TarHeaders(out);
    this.bytes = bytes;
  }

  /**
   * Writes a tree.
   *
   * @param root the layer's root, with the markers that a layer has
   * @param bytes where the bytes of files are had
   * @param out gets the tar, in pieces of any size; not closed
   * @throws UnsupportedErofsException if the tree has what no tar of a layer can say
   */
  public static void pack(Directory root, FileBytes bytes, OutputStream out) throws IOException {
    new LayerPacker(out, bytes).pack(root);
  }

  private void pack(Directory root) throws IOException {
    add(TarName.EMPTY, root);
    for (Open next = open.poll(); next != null; next = open.poll()) {
      addChildren(next);
    }
    named.sort(Comparator.comparingLong(inode -> startBlock(inode.node())));
    for (Named inode : named) {
      write(inode);
    }
    for (TarName whiteout : whiteouts) {
      headers.write(PackedEntry.emptyFile(whiteout, WHITEOUT_METADATA));
    }
    headers.end();
  }

  private void add(TarName path, Directory directory) throws IOException {
    if (!directory.isImplied()) {
      headers.write(PackedEntry.directory(path, directory.metadata()));
    }
    if (directory.isOpaque()) {
      headers.write(PackedEntry.emptyFile(path.child("", OPAQUE), WHITEOUT_METADATA));
    }
    open.add(new Open(path, directory));
  }

  private void addChildren(Open parent) throws IOException {
    List<Map.Entry<FileName, Node>> sorted =
        new ArrayList<>(parent.directory.children().entrySet());
    sorted.sort(Map.Entry.comparingByKey());
    for (Map.Entry<FileName, Node> child : sorted) {
      requireNoPrefix(child.getKey());
      TarName path = parent.path.child("", child.getKey());
      TarName whiteout = parent.path.child(WHITEOUT_PREFIX, child.getKey());
      switch (child.getValue()) {
        case Directory directory -> {
          if (directory.isWhitedOut()) {
            headers.write(PackedEntry.emptyFile(whiteout, WHITEOUT_METADATA));
          }
          add(path, directory);
        }
        case Whiteout _ -> whiteouts.add(whiteout);
        case RegularFile file -> name(file, path);
        case Symlink symlink -> name(symlink, path);
        case SpecialFile special -> name(special, path);
        case LowerLink link -> name(link, path);
      }
    }
  }

  private void name(Node node, TarName path) {
    Named known = byNode.get(node);
    if (known == null) {
      known = new Named(node, new ArrayList<>(1));
      byNode.put(node, known);
      named.add(known);
    }
    known.paths.add(path);
  }

  private static long startBlock(Node node) {
    return node instanceof RegularFile file && file.data() instanceof FileData.Blocks(_, long start)
        ? start
        : Long.MAX_VALUE;
  }

  private void write(Named inode) throws IOException {
    TarName path = inode.paths.getFirst();
    Metadata metadata =
        switch (inode.node) {
          case RegularFile file -> {
            headers.write(PackedEntry.file(path, file));
            bytes.writeTo(out, file);
            headers.pad(file.size());
            yield file.metadata();
          }
          case Symlink symlink -> {
            headers.write(PackedEntry.symlink(path, symlink));
            yield symlink.metadata();
          }
          case SpecialFile special -> {
            headers.write(PackedEntry.special(path, typeOf(special), special));
            yield special.metadata();
          }
          case LowerLink(List<FileName> target) -> {
            for (FileName name : target.subList(0, target.size() - 1)) {
              requireNoPrefix(name);
            }
            headers.write(PackedEntry.hardLink(path, TarName.of(target), LOWER_METADATA));
            yield LOWER_METADATA;
          }
          case Directory _, Whiteout _ -> throw new IllegalStateException("it has been written");
        };
    for (TarName further : inode.paths.subList(1, inode.paths.size())) {
      headers.write(PackedEntry.hardLink(further, path, metadata));
    }
  }

  private static PackedEntry.Type typeOf(SpecialFile special) throws UnsupportedErofsException {
    return switch (special.kind()) {
      case CHARACTER_DEVICE -> PackedEntry.Type.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> PackedEntry.Type.BLOCK_DEVICE;
      case FIFO -> PackedEntry.Type.FIFO;
      case SOCKET -> throw new UnsupportedErofsException("a socket, which no tar can hold");
    };
  }

  /** Such a name cannot be said in a layer; it comes about where a symlink leads to one. */
  private static void requireNoPrefix(FileName name) throws UnsupportedErofsException {
    boolean prefixed = name.length() >= PREFIX_BYTES.length;
    for (int i = 0; prefixed && i < PREFIX_BYTES.length; i++) {
      prefixed = name.byteAt(i) == PREFIX_BYTES[i];
    }
    if (prefixed) {
      throw new UnsupportedErofsException(
          "the name " + name + ", which in a layer's tar is a whiteout");
    }
  }
}
