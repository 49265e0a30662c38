// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.IOException;
import java.io.OutputStream;

/** A content that a function writes. */
record Streamed(long sizeBytes, Source source) implements Content {

  static final int CHUNK_BYTES = 1 << 16;

  Streamed {
    if (sizeBytes < 0) {
      throw new IllegalArgumentException("a content of " + sizeBytes + " bytes");
    }
  }

  @Override
  public void writeTo(OutputStream out) throws IOException {
    source.writeTo(out);
  }

  /** Calls {@code step} with the length of each chunk until {@code sizeBytes} are done. */
  static void repeat(long sizeBytes, Step step) throws IOException {
    for (long left = sizeBytes; left > 0; ) {
      int length = Math.toIntExact(Math.min(left, CHUNK_BYTES));
      step.chunk(length);
      left -= length;
    }
  }

  /** Writes a content's bytes. */
  @FunctionalInterface
  interface Source {
    void writeTo(OutputStream out) throws IOException;
  }

  /** Writes one chunk of a content. */
  @FunctionalInterface
  interface Step {
    void chunk(int length) throws IOException;
  }
}
