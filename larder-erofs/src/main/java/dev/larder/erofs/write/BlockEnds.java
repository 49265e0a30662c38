// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.OptionalLong;

/**
 * What was left free at the ends of blocks, for the inodes that still fit there. Of the free places
 * the shortest that is long enough is taken, of several the first, so that the same inodes always
 * get the same places.
 */
final class BlockEnds {
  private static final int UNIT_BYTES = PlannedInode.ALIGNMENT;
  private static final int UNITS_OF_BLOCK = BlockOutput.BLOCK_BYTES / UNIT_BYTES;

  /** Where free places start, by their length in units. */
  private final List<ArrayDeque<Long>> places = new ArrayList<>();

  /** The lengths that there are places of. */
  private final BitSet lengths = new BitSet(UNITS_OF_BLOCK);

  BlockEnds() {
    for (int length = 0; length < UNITS_OF_BLOCK; length++) {
      places.add(new ArrayDeque<>());
    }
  }

  /** Leaves a place free, of less than a block; both ends are multiples of the unit. */
  void free(long start, long end) {
    int length = Math.toIntExact((end - start) / UNIT_BYTES);
    if (length > 0) {
      places.get(length).addLast(start);
      lengths.set(length);
    }
  }

  /**
   * {@return the start of a place for so many bytes, if there is one; the rest of it stays free}
   */
  OptionalLong take(long bytes) {
    if (bytes > BlockOutput.BLOCK_BYTES) {
      return OptionalLong.empty();
    }
    int needed = Math.toIntExact(Math.ceilDiv(bytes, UNIT_BYTES));
    int length = lengths.nextSetBit(needed);
    if (length < 0) {
      return OptionalLong.empty();
    }
    long start = places.get(length).removeFirst();
    if (places.get(length).isEmpty()) {
      lengths.clear(length);
    }
    free(start + (long) needed * UNIT_BYTES, start + (long) length * UNIT_BYTES);
    return OptionalLong.of(start);
  }
}
