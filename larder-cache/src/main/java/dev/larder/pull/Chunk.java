// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

/** A buffer that goes round a {@link Ring}. Belongs to one thread at a time. */
final class Chunk {
  final byte[] bytes;
  int length;

  Chunk(int capacity) {
    bytes = new byte[capacity];
  }
}
