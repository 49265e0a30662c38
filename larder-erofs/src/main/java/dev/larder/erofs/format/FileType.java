// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

import java.util.Optional;

/** The type of an inode, as directory entries ({@code EROFS_FT_*}) and modes say it. */
public enum FileType {
  /** A regular file. */
  REGULAR_FILE(1, 0100000),
  /** A directory. */
  DIRECTORY(2, 0040000),
  /** A character device. */
  CHARACTER_DEVICE(3, 0020000),
  /** A block device. */
  BLOCK_DEVICE(4, 0060000),
  /** A named pipe. */
  FIFO(5, 0010000),
  /** A Unix socket. */
  SOCKET(6, 0140000),
  /** A symbolic link. */
  SYMLINK(7, 0120000);

  /** The bits of a mode that say the type, {@code S_IFMT}. */
  public static final int MODE_MASK = 0170000;

  private static final FileType[] VALUES = values();

  private final int code;
  private final int modeBits;

  FileType(int code, int modeBits) {
    this.code = code;
    this.modeBits = modeBits;
  }

  /** {@return the type that a mode says, if it says one} */
  public static Optional<FileType> ofMode(int mode) {
    for (FileType type : VALUES) {
      if (type.modeBits == (mode & MODE_MASK)) {
        return Optional.of(type);
      }
    }
    return Optional.empty();
  }

  /** {@return the number that a directory entry has for it} */
  public int code() {
    return code;
  }

  /** {@return the bits of a mode that say this type} */
  public int modeBits() {
    return modeBits;
  }
}
