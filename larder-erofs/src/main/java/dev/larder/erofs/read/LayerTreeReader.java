// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.format.DataLayout;
import dev.larder.erofs.format.Marker;
import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RecentMetadata;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.erofs.tree.Xattr;
import java.io.IOException;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a layer's image back into the tree that it was made from, markers and all. */
public final class LayerTreeReader {
  private static final Set<Marker> DIRECTORY_MARKERS =
      EnumSet.of(Marker.OPAQUE, Marker.IMPLIED, Marker.WHITEOUT);
  private static final Set<Marker> FILE_MARKERS = EnumSet.of(Marker.WHITEOUT, Marker.LOWER_LINK);

  /** A directory whose entries are still to be read. */
  private record Open(StoredInode inode, Directory directory) {}

  private final ImageReader reader;
  private final RecentMetadata recent = new RecentMetadata();
  private final DataArea area;

  /** Nodes that may have more names, by inode number. */
  private final Map<Long, Node> nodes = new HashMap<>();

  private final ArrayDeque<Open> open = new ArrayDeque<>();
  private long directoryBytesLeft;

  private LayerTreeReader(ImageReader reader, DataArea area) {
    this.reader = reader;
    this.area = area;
    this.directoryBytesLeft = reader.length();
  }

  /**
   * {@return the tree of a layer}
   *
   * @param area what its files stand in
   */
  public static Directory read(ImageReader layer, DataArea area) throws IOException {
    return new LayerTreeReader(layer, area).read();
  }

  private Directory read() throws IOException {
    StoredInode inode = reader.root();
    Directory root = directory(inode);
    for (Open next = open.poll(); next != null; next = open.poll()) {
      readEntries(next);
    }
    return root;
  }

  private void readEntries(Open parent) throws IOException {
    // Directories that share their blocks could make a small image into an endless tree.
    directoryBytesLeft -= parent.inode.size();
    if (directoryBytesLeft < 0) {
      throw parent.inode.corrupt("the directories are larger than the image");
    }
    DirectoryReader entries = reader.directory(parent.inode);
    for (var next = entries.next(); next.isPresent(); next = entries.next()) {
      DirectoryReader.Entry entry = next.get();
      parent.directory.put(entry.name(), node(entry.nid()));
    }
  }

  private Node node(long nid) throws IOException {
    Node known = nodes.get(nid);
    if (known instanceof Directory) {
      throw reader.inode(nid).corrupt("a directory with two names");
    }
    if (known != null) {
      return known;
    }
    StoredInode inode = reader.inode(nid);
    Node node =
        switch (inode.type()) {
          case DIRECTORY -> directory(inode);
          case REGULAR_FILE -> regularFile(inode);
          case SYMLINK -> new Symlink(metadata(inode), reader.target(inode));
          case CHARACTER_DEVICE -> special(inode, SpecialFile.Kind.CHARACTER_DEVICE);
          case BLOCK_DEVICE -> special(inode, SpecialFile.Kind.BLOCK_DEVICE);
          case FIFO -> special(inode, SpecialFile.Kind.FIFO);
          case SOCKET -> special(inode, SpecialFile.Kind.SOCKET);
        };
    if (inode.linkCount() > 1) {
      nodes.put(nid, node);
    }
    return node;
  }

  private Directory directory(StoredInode inode) throws IOException {
    Metadata all = metadata(inode);
    List<Marker> markers = markers(all, inode, DIRECTORY_MARKERS);
    Directory directory =
        markers.contains(Marker.IMPLIED) ? Directory.implied() : Directory.of(unmarked(all));
    if (markers.contains(Marker.OPAQUE)) {
      directory.makeOpaque();
    }
    if (markers.contains(Marker.WHITEOUT)) {
      if (!directory.isImplied()) {
        throw inode.corrupt("a whiteout that is a listed directory");
      }
      directory.whiteOut();
    }
    // A directory always counts as one of several names, to find loops.
    nodes.put(inode.nid(), directory);
    open.add(new Open(inode, directory));
    return directory;
  }

  private Node regularFile(StoredInode inode) throws IOException {
    Metadata metadata = metadata(inode);
    List<Marker> markers = markers(metadata, inode, FILE_MARKERS);
    if (markers.contains(Marker.WHITEOUT)) {
      return Whiteout.INSTANCE;
    }
    if (markers.contains(Marker.LOWER_LINK)) {
      return lowerLink(metadata.xattrs().getFirst().value(), inode);
    }
    return new RegularFile(metadata, inode.size(), data(inode));
  }

  private FileData data(StoredInode inode) throws IOException {
    if (inode.size() == 0) {
      return FileData.Empty.INSTANCE;
    }
    if (inode.layout() != DataLayout.FLAT_PLAIN) {
      throw new UnsupportedErofsException("a layer whose files are not whole blocks");
    }
    reader.requireBlocks(inode);
    return new FileData.Blocks(area, inode.union());
  }

  private SpecialFile special(StoredInode inode, SpecialFile.Kind kind) throws IOException {
    boolean hasNumber =
        kind == SpecialFile.Kind.CHARACTER_DEVICE || kind == SpecialFile.Kind.BLOCK_DEVICE;
    return new SpecialFile(
        metadata(inode),
        kind,
        hasNumber ? inode.deviceNumber().major() : 0,
        hasNumber ? inode.deviceNumber().minor() : 0);
  }

  private Metadata metadata(StoredInode inode) throws IOException {
    return recent.shared(reader.metadata(inode));
  }

  private static List<Marker> markers(Metadata metadata, StoredInode inode, Set<Marker> allowed)
      throws CorruptErofsException {
    if (metadata.xattrs().isEmpty()) {
      return List.of();
    }
    var found = new ArrayList<Marker>();
    for (Xattr xattr : metadata.xattrs()) {
      Optional<Marker> marker = Marker.ofXattrName(xattr.name());
      if (marker.isPresent()) {
        if (!allowed.contains(marker.get())) {
          throw inode.corrupt("the marker " + xattr.name() + " on a " + inode.type());
        }
        found.add(marker.get());
      }
    }
    return found;
  }

  private static Metadata unmarked(Metadata all) {
    return new Metadata(
        all.permissions(),
        all.uid(),
        all.gid(),
        all.mtimeSeconds(),
        all.mtimeNanos(),
        all.xattrs().stream()
            .filter(xattr -> !xattr.name().startsWith(Marker.RESERVED_PREFIX))
            .toList());
  }

  private static LowerLink lowerLink(byte[] path, StoredInode inode) throws CorruptErofsException {
    var names = new ArrayList<FileName>();
    int start = 0;
    for (int end = 0; end <= path.length; end++) {
      if (end == path.length || path[end] == '/') {
        int length = end - start;
        if (length < 1 || length > FileName.MAX_BYTES) {
          throw inode.corrupt("a link whose path has a name of " + length + " bytes");
        }
        names.add(fileName(path, start, length, inode));
        start = end + 1;
      }
    }
    return new LowerLink(names);
  }

  private static FileName fileName(byte[] path, int start, int length, StoredInode inode)
      throws CorruptErofsException {
    for (int i = start; i < start + length; i++) {
      if (path[i] == 0) {
        throw inode.corrupt("a link whose path has a NUL");
      }
    }
    return FileName.of(path, start, length);
  }
}
