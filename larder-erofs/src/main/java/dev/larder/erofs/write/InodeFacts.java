// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.DeviceNumber;
import dev.larder.erofs.format.FileType;
import dev.larder.erofs.format.Marker;
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
import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * What the inode of a node says, whatever place it gets.
 *
 * @param xattrs the node's attributes and markers, in order
 * @param fileSize the bytes of a regular file, 0 for all else
 * @param location where a regular file's data is; nowhere for all else
 * @param deviceNumber 0:0 for all but devices
 */
record InodeFacts(
    FileType type,
    Metadata metadata,
    List<Xattr> xattrs,
    long fileSize,
    FileLocation location,
    DeviceNumber deviceNumber) {

  /** The inode that carries a marker and nothing else. */
  private static final Metadata MARKER_METADATA = new Metadata(0, 0, 0, 0, 0, List.of());

  private static final DeviceNumber NO_DEVICE = new DeviceNumber(0, 0);

  static InodeFacts of(Node node, ImageKind kind) {
    return switch (node) {
      case Directory directory -> of(node, directoryXattrs(directory, kind), NO_DEVICE);
      case RegularFile file ->
          new InodeFacts(
              FileType.REGULAR_FILE,
              file.metadata(),
              file.metadata().xattrs(),
              file.size(),
              FileLocation.of(file, kind),
              NO_DEVICE);
      case Symlink symlink -> of(node, symlink.metadata().xattrs(), NO_DEVICE);
      case SpecialFile special ->
          of(node, special.metadata().xattrs(), new DeviceNumber(special.major(), special.minor()));
      case Whiteout whiteout -> of(node, marked(Marker.WHITEOUT, new byte[0], kind), NO_DEVICE);
      case LowerLink link -> of(node, marked(Marker.LOWER_LINK, pathOf(link), kind), NO_DEVICE);
    };
  }

  private static InodeFacts of(Node node, List<Xattr> xattrs, DeviceNumber device) {
    return new InodeFacts(
        typeOf(node), metadataOf(node), xattrs, 0, FileLocation.Blocks.NONE, device);
  }

  /** {@return the type of a node's inode} */
  static FileType typeOf(Node node) {
    return switch (node) {
      case Directory directory -> FileType.DIRECTORY;
      case Symlink symlink -> FileType.SYMLINK;
      case SpecialFile special -> typeOf(special.kind());
      case RegularFile file -> FileType.REGULAR_FILE;
      case Whiteout whiteout -> FileType.REGULAR_FILE;
      case LowerLink link -> FileType.REGULAR_FILE;
    };
  }

  /** {@return mode bits, owner and time of a node's inode, and attributes but for markers} */
  static Metadata metadataOf(Node node) {
    return switch (node) {
      case Inode inode -> inode.metadata();
      case Whiteout whiteout -> MARKER_METADATA;
      case LowerLink link -> MARKER_METADATA;
    };
  }

  private static List<Xattr> marked(Marker marker, byte[] value, ImageKind kind) {
    requireLayer(kind, marker);
    return List.of(Xattr.of(marker.xattrName(), value));
  }

  private static void requireLayer(ImageKind kind, Marker marker) {
    if (!(kind instanceof ImageKind.Layer)) {
      throw new IllegalArgumentException("a merged tree still has " + marker);
    }
  }

  /** What a merged directory once was to the layers below says nothing any more. */
  private static List<Xattr> directoryXattrs(Directory directory, ImageKind kind) {
    List<Xattr> own = directory.metadata().xattrs();
    boolean marked = directory.isOpaque() || directory.isImplied();
    if (!marked || !(kind instanceof ImageKind.Layer)) {
      return own;
    }
    var all = new ArrayList<>(own);
    if (directory.isOpaque()) {
      all.add(Xattr.of(Marker.OPAQUE.xattrName(), new byte[0]));
    }
    if (directory.isImplied()) {
      all.add(Xattr.of(Marker.IMPLIED.xattrName(), new byte[0]));
    }
    if (directory.isWhitedOut()) {
      all.add(Xattr.of(Marker.WHITEOUT.xattrName(), new byte[0]));
    }
    all.sort(null);
    return List.copyOf(all);
  }

  private static byte[] pathOf(LowerLink link) {
    var path = new ByteArrayOutputStream();
    for (FileName name : link.target()) {
      if (path.size() > 0) {
        path.write('/');
      }
      path.writeBytes(name.toBytes());
    }
    return path.toByteArray();
  }

  private static FileType typeOf(SpecialFile.Kind kind) {
    return switch (kind) {
      case CHARACTER_DEVICE -> FileType.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> FileType.BLOCK_DEVICE;
      case FIFO -> FileType.FIFO;
      case SOCKET -> FileType.SOCKET;
    };
  }

  /** {@return the mode: type and permissions} */
  int mode() {
    return type.modeBits() | metadata.permissions();
  }
}
