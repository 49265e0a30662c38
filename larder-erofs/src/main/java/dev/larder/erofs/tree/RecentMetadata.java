// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import org.jspecify.annotations.Nullable;

/**
 * Makes one object of equal metadata. Files that were installed together have the same owner, mode
 * and time, and a tree that keeps it once is a third smaller. Remembers a bounded number, so that
 * it costs nothing where no two are alike. One thread at a time.
 */
public final class RecentMetadata {
  private static final int SLOTS = 1 << 10;

  private final @Nullable Metadata[] slots = new Metadata[SLOTS];

  /** One that remembers nothing yet. */
  public RecentMetadata() {}

  /** {@return {@code metadata}, or what is equal to it and came before} */
  public Metadata shared(Metadata metadata) {
    int hash = metadata.hashCode();
    int slot = (hash ^ hash >>> 10 ^ hash >>> 20) & SLOTS - 1;
    Metadata before = slots[slot];
    if (before != null && before.equals(metadata)) {
      return before;
    }
    slots[slot] = metadata;
    return metadata;
  }
}
