// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;

/** Decompresses one stream to its end, everything in it verified. */
sealed interface Decoder extends AutoCloseable permits PlainDecoder, GzipDecoder, ZstdDecoder {
  /** Reads as {@link java.io.InputStream#read(byte[], int, int)} does, for a length above 0. */
  int read(byte[] target, int offset, int length) throws IOException;

  /** What does the work, for messages and benchmarks. */
  String name();

  /** Frees native memory. */
  @Override
  void close();
}
