// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.tree.Metadata;

/** A modification time; the superblock has one, which compact inodes share. */
record Epoch(long seconds, int nanos) implements Comparable<Epoch> {
  static Epoch of(Metadata metadata) {
    return new Epoch(metadata.mtimeSeconds(), metadata.mtimeNanos());
  }

  @Override
  public int compareTo(Epoch other) {
    int bySeconds = Long.compare(seconds, other.seconds);
    return bySeconds != 0 ? bySeconds : Integer.compare(nanos, other.nanos);
  }
}
