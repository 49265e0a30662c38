// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/** A device node, fifo or socket. Compared by identity: two names of one node are one node. */
public final class SpecialFile implements Inode {
  /** What a special file is. */
  public enum Kind {
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A named pipe. */
    FIFO,
    /** A Unix socket. */
    SOCKET
  }

  private final Metadata metadata;
  private final Kind kind;
  private final int major;
  private final int minor;

  /** A special file; major (12 bits) and minor (20 bits) are 0 but for devices. */
  public SpecialFile(Metadata metadata, Kind kind, int major, int minor) {
    if (major < 0 || major > 0xFFF || minor < 0 || minor > 0xFFFFF) {
      throw new IllegalArgumentException("device number out of range: " + major + ":" + minor);
    }
    this.metadata = metadata;
    this.kind = kind;
    this.major = major;
    this.minor = minor;
  }

  @Override
  public Metadata metadata() {
    return metadata;
  }

  /** {@return what it is} */
  public Kind kind() {
    return kind;
  }

  /** {@return the major number, 0 to 4095} */
  public int major() {
    return major;
  }

  /** {@return the minor number, 0 to 1048575} */
  public int minor() {
    return minor;
  }
}
