// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.format.DirEntry;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.tree.FileName;
import java.util.Arrays;

/**
 * The entries of a directory, in blocks: each holds as many as fit, in the order of their names
 * throughout, with {@code .} and {@code ..} where that order puts them.
 */
final class DirectoryContent implements BlockContent {
  private static final int BLOCK_BYTES = BlockOutput.BLOCK_BYTES;

  private final FileName[] names;
  private final PlannedInode[] inodes;

  /** The first entry of each block, and behind the last the number of entries. */
  private final int[] blockStarts;

  private final long size;

  /** The entries: names in order, and the inode of each; the arrays are not copied. */
  DirectoryContent(FileName[] names, PlannedInode[] inodes) {
    this.names = names;
    this.inodes = inodes;
    this.blockStarts = blockStarts(names);
    int last = blocks() - 1;
    this.size = (long) last * BLOCK_BYTES + writeBlock(last, LittleEndian.measuring(), 0);
  }

  private static int[] blockStarts(FileName[] names) {
    int[] starts = new int[names.length + 1];
    int blocks = 0;
    int used = BLOCK_BYTES;
    for (int i = 0; i < names.length; i++) {
      int bytes = DirEntry.BYTES + names[i].length();
      if (used + bytes > BLOCK_BYTES) {
        starts[blocks++] = i;
        used = 0;
      }
      used += bytes;
    }
    starts[blocks] = names.length;
    return Arrays.copyOf(starts, blocks + 1);
  }

  @Override
  public long size() {
    return size;
  }

  @Override
  public int blocks() {
    return blockStarts.length - 1;
  }

  /** All bytes of a full block are part of the directory; the rest of it is zeros. */
  @Override
  public long writeBlock(int block, LittleEndian out, long at) {
    int first = blockStarts[block];
    int end = blockStarts[block + 1];
    long entryAt = at;
    long nameAt = at + (end - first) * (long) DirEntry.BYTES;
    for (int i = first; i < end; i++) {
      int nameOffset = Math.toIntExact(nameAt - at);
      entryAt =
          new DirEntry(inodes[i].nid(), nameOffset, inodes[i].type().code()).write(out, entryAt);
      byte[] name = names[i].toBytes();
      out.bytes(nameAt, name);
      nameAt += name.length;
    }
    return nameAt;
  }
}
