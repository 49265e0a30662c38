// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.tree.FileName;
import java.io.IOException;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The entries of one directory, without {@code .} and {@code ..}. To be walked or searched, by one
 * thread.
 *
 * <pre>{@code
 * for (Optional<Entry> next = directory.next(); next.isPresent(); next = directory.next())
 * }</pre>
 */
public final class DirectoryReader {
  /** One name. */
  public record Entry(FileName name, long nid) {}

  private final ImageReader reader;
  private final StoredInode inode;
  private final int blockBytes;
  private final long blocks;

  private long nextBlock;
  private @Nullable DirectoryBlock block;
  private int nextEntry;
  private @Nullable FileName lastName;

  DirectoryReader(ImageReader reader, StoredInode inode, int blockBytes)
      throws CorruptErofsException {
    if (inode.size() > reader.length()) {
      throw inode.corrupt("a directory that is larger than the image");
    }
    this.reader = reader;
    this.inode = inode;
    this.blockBytes = blockBytes;
    this.blocks = Math.ceilDiv(inode.size(), blockBytes);
  }

  /** {@return the next entry, or empty behind the last} */
  public Optional<Entry> next() throws IOException {
    while (true) {
      DirectoryBlock current = block;
      if (current == null || nextEntry == current.entries()) {
        if (nextBlock == blocks) {
          return Optional.empty();
        }
        block = read(nextBlock++);
        nextEntry = 0;
        continue;
      }
      int index = nextEntry++;
      if (!current.isDot(index)) {
        return Optional.of(ascending(current, index));
      }
    }
  }

  /** Entries that do not ascend would be found by a walk and missed by a search. */
  private Entry ascending(DirectoryBlock current, int index) throws IOException {
    FileName name = current.name(index);
    FileName before = lastName;
    if (before != null && before.compareTo(name) >= 0) {
      throw inode.corrupt("a directory whose entries are not in order");
    }
    lastName = name;
    return new Entry(name, current.nid(index));
  }

  /** {@return the inode that a name leads to, if the directory has it; by binary search} */
  public Optional<Entry> find(FileName name) throws IOException {
    byte[] wanted = name.toBytes();
    long low = 0;
    long high = blocks - 1;
    while (low <= high) {
      long middle = (low + high) >>> 1;
      DirectoryBlock candidate = read(middle);
      if (candidate.compareName(0, wanted) > 0) {
        high = middle - 1;
      } else if (candidate.compareName(candidate.entries() - 1, wanted) < 0) {
        low = middle + 1;
      } else {
        return find(candidate, wanted, name);
      }
    }
    return Optional.empty();
  }

  private static Optional<Entry> find(DirectoryBlock block, byte[] wanted, FileName name) {
    int low = 0;
    int high = block.entries() - 1;
    while (low <= high) {
      int middle = (low + high) >>> 1;
      int order = block.compareName(middle, wanted);
      if (order == 0) {
        return Optional.of(new Entry(name, block.nid(middle)));
      }
      if (order > 0) {
        high = middle - 1;
      } else {
        low = middle + 1;
      }
    }
    return Optional.empty();
  }

  private DirectoryBlock read(long number) throws IOException {
    long start = number * blockBytes;
    int count = Math.clamp(inode.size() - start, 0, blockBytes);
    return DirectoryBlock.of(reader.metadataBytes(inode, start, count), inode);
  }
}
