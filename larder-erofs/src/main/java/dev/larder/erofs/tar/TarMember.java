// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.tree.Metadata;
import java.util.List;

/**
 * One entry of a tar, whatever the dialect.
 *
 * @param name the name as spelt, not normalised, possibly empty
 * @param type what it is
 * @param offset where its header is in the stream, in bytes; behind its extension headers
 * @param metadata mode, owner, time, extended attributes in order of their names
 * @param linkTarget what a hard link or symlink says, else empty
 * @param size bytes of a regular file, holes included; 0 for every other type
 * @param runs the file's bytes that are in the tar, ascending, apart from each other; {@link
 *     TarReader#body} gives them one behind the other
 * @param deviceMajor of a device, else 0
 * @param deviceMinor of a device, else 0
 */
public record TarMember(
    TarPath name,
    Type type,
    long offset,
    Metadata metadata,
    TarPath linkTarget,
    long size,
    List<DataRun> runs,
    int deviceMajor,
    int deviceMinor) {

  /** What an entry is. */
  public enum Type {
    /** A regular file, sparse or not. */
    REGULAR,
    /** A further name of another entry; only its name and target mean something. */
    HARD_LINK,
    /** A symbolic link. */
    SYMLINK,
    /** A character device. */
    CHARACTER_DEVICE,
    /** A block device. */
    BLOCK_DEVICE,
    /** A directory. */
    DIRECTORY,
    /** A named pipe. */
    FIFO
  }

  /** Copies the runs. */
  public TarMember {
    runs = List.copyOf(runs);
  }
}
