// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.util.zip.DataFormatException;

/**
 * Inflates raw deflate streams (RFC 1951), one after the other. The seam between the gzip format,
 * which {@link GzipDecoder} knows, and whatever library is fastest here.
 */
interface RawInflater extends AutoCloseable {
  /** {@return the fastest inflater that there is here} */
  static RawInflater fastest() {
    var isal = IsalInflater.open();
    return isal == null ? new JdkInflater() : isal;
  }

  /** Gets ready for the next stream. */
  void reset();

  /**
   * Inflates until the input is used up, the output is full, or the stream ends. The input may be
   * empty, to get what is still held back.
   *
   * @return the number of bytes written to {@code output}
   * @throws DataFormatException if the input is not deflate
   */
  int inflate(
      byte[] input,
      int inputOffset,
      int inputLength,
      byte[] output,
      int outputOffset,
      int outputLength)
      throws DataFormatException;

  /**
   * How much of its input the last {@link #inflate} used: nothing beyond the stream's end. When
   * bytes of earlier inputs turn out to be beyond it, the number is negative, {@link
   * CompressedInput#MAX_GIVEN_BACK} at most.
   */
  int consumed();

  /** Whether the stream has ended. */
  boolean finished();

  /** The library's name. */
  String name();

  /** Frees native memory. */
  @Override
  void close();
}
