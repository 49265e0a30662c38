// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.format.FileType;
import dev.larder.erofs.read.StoredInode;
import dev.larder.erofs.tree.Metadata;

/** An inode of an {@link ErofsImage}. Immutable; of use with the image that it is from. */
public final class ErofsNode {
  /** What an inode is. */
  public enum Type {
    /** A regular file. */
    REGULAR_FILE,
    /** A directory. */
    DIRECTORY,
    /** A symbolic link. */
    SYMLINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A named pipe. */
    FIFO,
    /** A Unix socket. */
    SOCKET
  }

  private final StoredInode inode;
  private final Metadata metadata;

  ErofsNode(StoredInode inode, Metadata metadata) {
    this.inode = inode;
    this.metadata = metadata;
  }

  /** {@return what it is} */
  public Type type() {
    return switch (inode.type()) {
      case REGULAR_FILE -> Type.REGULAR_FILE;
      case DIRECTORY -> Type.DIRECTORY;
      case SYMLINK -> Type.SYMLINK;
      case CHARACTER_DEVICE -> Type.CHARACTER_DEVICE;
      case BLOCK_DEVICE -> Type.BLOCK_DEVICE;
      case FIFO -> Type.FIFO;
      case SOCKET -> Type.SOCKET;
    };
  }

  /** {@return permissions, owner, time and extended attributes} */
  public Metadata metadata() {
    return metadata;
  }

  /** {@return the bytes of its data; those of a directory's entries, or of a link's target, too} */
  public long sizeBytes() {
    return inode.size();
  }

  /** {@return how many names it has} */
  public long linkCount() {
    return inode.linkCount();
  }

  /** {@return the major number of a device, 0 for all else} */
  public int major() {
    return isDevice() ? inode.deviceNumber().major() : 0;
  }

  /** {@return the minor number of a device, 0 for all else} */
  public int minor() {
    return isDevice() ? inode.deviceNumber().minor() : 0;
  }

  /** {@return its number in the image: two names with one number are hard links} */
  public long nid() {
    return inode.nid();
  }

  StoredInode inode() {
    return inode;
  }

  private boolean isDevice() {
    return inode.type() == FileType.CHARACTER_DEVICE || inode.type() == FileType.BLOCK_DEVICE;
  }
}
