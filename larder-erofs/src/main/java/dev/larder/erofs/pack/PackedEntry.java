// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.pack;

import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;

/**
 * What the header of an entry says.
 *
 * @param path the name, a directory's with a slash at its end
 * @param type the type
 * @param metadata permissions, owner, time and attributes
 * @param size the bytes behind the header
 * @param target what a link leads to; no bytes for all else
 * @param major a device's major number, 0 for all else
 * @param minor a device's minor number, 0 for all else
 */
record PackedEntry(
    TarName path, Type type, Metadata metadata, long size, TarName target, int major, int minor) {

  /** The flag that a type has: POSIX.1-2017 pax, "ustar Interchange Format", typeflag. */
  enum Type {
    REGULAR_FILE('0'),
    HARD_LINK('1'),
    SYMLINK('2'),
    CHARACTER_DEVICE('3'),
    BLOCK_DEVICE('4'),
    DIRECTORY('5'),
    FIFO('6');

    private final char flag;

    Type(char flag) {
      this.flag = flag;
    }

    char flag() {
      return flag;
    }
  }

  static PackedEntry directory(TarName path, Metadata metadata) {
    return new PackedEntry(path.withSlash(), Type.DIRECTORY, metadata, 0, TarName.EMPTY, 0, 0);
  }

  static PackedEntry file(TarName path, RegularFile file) {
    return new PackedEntry(
        path, Type.REGULAR_FILE, file.metadata(), file.size(), TarName.EMPTY, 0, 0);
  }

  static PackedEntry emptyFile(TarName path, Metadata metadata) {
    return new PackedEntry(path, Type.REGULAR_FILE, metadata, 0, TarName.EMPTY, 0, 0);
  }

  static PackedEntry symlink(TarName path, Symlink symlink) {
    return new PackedEntry(
        path, Type.SYMLINK, symlink.metadata(), 0, TarName.of(symlink.target()), 0, 0);
  }

  /** Extractors give the file that a link names what its header says: it must be the file's own. */
  static PackedEntry hardLink(TarName path, TarName target, Metadata metadata) {
    return new PackedEntry(path, Type.HARD_LINK, metadata, 0, target, 0, 0);
  }

  static PackedEntry special(TarName path, Type type, SpecialFile file) {
    return new PackedEntry(
        path, type, file.metadata(), 0, TarName.EMPTY, file.major(), file.minor());
  }
}
