// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.tree.Metadata;
import org.jspecify.annotations.Nullable;

/** A modification time; the superblock has one, which compact inodes share. */
record Epoch(long seconds, int nanos) implements Comparable<Epoch> {
  static Epoch of(Metadata metadata) {
    return new Epoch(metadata.mtimeSeconds(), metadata.mtimeNanos());
  }

  /** As a record's own would, for the reason that {@link Metadata#equals} gives. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Epoch epoch && seconds == epoch.seconds && nanos == epoch.nanos;
  }

  @Override
  public int hashCode() {
    return 31 * Long.hashCode(seconds) + nanos;
  }

  @Override
  public int compareTo(Epoch other) {
    int bySeconds = Long.compare(seconds, other.seconds);
    return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
  }
}
