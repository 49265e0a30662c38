// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.format.DirEntry;
import dev.larder.erofs.format.LittleEndian;
import dev.larder.erofs.tree.FileName;
import java.util.Arrays;

/** One block of a directory, whose offsets have been checked. */
final class DirectoryBlock {
  private final StoredInode directory;
  private final byte[] bytes;
  private final long[] nids;

  /** Where each name starts, and behind the last where it ends. */
  private final int[] nameOffsets;

  private DirectoryBlock(StoredInode directory, byte[] bytes, long[] nids, int[] nameOffsets) {
    this.directory = directory;
    this.bytes = bytes;
    this.nids = nids;
    this.nameOffsets = nameOffsets;
  }

  static DirectoryBlock of(byte[] bytes, StoredInode directory) throws CorruptErofsException {
    if (bytes.length < DirEntry.BYTES) {
      throw directory.corrupt("a directory block of " + bytes.length + " bytes");
    }
    LittleEndian in = LittleEndian.of(bytes);
    // The first name stands behind the last entry, which tells how many entries there are.
    int namesStart = DirEntry.read(in, 0).nameOffset();
    int count = namesStart / DirEntry.BYTES;
    if (count == 0 || namesStart % DirEntry.BYTES != 0 || namesStart >= bytes.length) {
      throw directory.corrupt("a directory block whose names start at " + namesStart);
    }
    long[] nids = new long[count];
    int[] nameOffsets = new int[count + 1];
    for (int i = 0; i < count; i++) {
      DirEntry entry = DirEntry.read(in, (long) i * DirEntry.BYTES);
      nids[i] = entry.nid();
      nameOffsets[i] = entry.nameOffset();
    }
    nameOffsets[count] = lastNameEnd(bytes, nameOffsets[count - 1]);
    for (int i = 0; i < count; i++) {
      int length = nameOffsets[i + 1] - nameOffsets[i];
      if (length < 1 || length > FileName.MAX_BYTES) {
        throw directory.corrupt("a name of " + length + " bytes");
      }
    }
    return new DirectoryBlock(directory, bytes, nids, nameOffsets);
  }

  /** The last name ends at the first NUL, or with the block. */
  private static int lastNameEnd(byte[] bytes, int start) {
    int end = start;
    while (end < bytes.length && bytes[end] != 0) {
      end++;
    }
    return end;
  }

  int entries() {
    return nids.length;
  }

  long nid(int entry) {
    return nids[entry];
  }

  /** {@return whether the entry is {@code .} or {@code ..}} */
  boolean isDot(int entry) {
    int start = nameOffsets[entry];
    int length = nameOffsets[entry + 1] - start;
    return length <= 2 && bytes[start] == '.' && bytes[start + length - 1] == '.';
  }

  FileName name(int entry) throws CorruptErofsException {
    int start = nameOffsets[entry];
    try {
      return FileName.of(bytes, start, nameOffsets[entry + 1] - start);
    } catch (IllegalArgumentException e) {
      CorruptErofsException corrupt = directory.corrupt("a name with a forbidden byte");
      corrupt.initCause(e);
      throw corrupt;
    }
  }

  /** {@return how the entry's name compares to another, by unsigned bytes} */
  int compareName(int entry, byte[] other) {
    return Arrays.compareUnsigned(
        bytes, nameOffsets[entry], nameOffsets[entry + 1], other, 0, other.length);
  }
}
