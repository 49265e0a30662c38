// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.function.Supplier;

/** Decompresses layers and archives, whatever their media type says they are. */
public final class Decompression {
  private Decompression() {}

  /** {@return the name of the library that inflates gzip here: the fastest that there is} */
  public static String gzipLibrary() {
    try (var inflater = RawInflater.fastest()) {
      return inflater.name();
    }
  }

  /**
   * Loads the library that inflates gzip, for which the first stream would wait: some 50 ms of a
   * process's first pull.
   */
  public static void prepare() {
    String _ = gzipLibrary();
  }

  /**
   * {@return the decompressed bytes of {@code in}, within the default limits}
   *
   * @param in the bytes as they come; closed with the result
   * @throws UnsupportedCompressionException if they are compressed in another way than gzip and
   *     zstd
   * @throws IOException if they cannot be read; {@code in} is then still open
   */
  public static DecompressedStream open(InputStream in) throws IOException {
    return open(in, DecompressionLimits.DEFAULT);
  }

  /**
   * {@return the decompressed bytes of {@code in}}
   *
   * @param in the bytes as they come; closed with the result
   * @param limits how far a little input may grow
   * @throws UnsupportedCompressionException if they are compressed in another way than gzip and
   *     zstd
   * @throws IOException if they cannot be read; {@code in} is then still open
   */
  public static DecompressedStream open(InputStream in, DecompressionLimits limits)
      throws IOException {
    return open(in, limits, RawInflater::fastest);
  }

  static DecompressedStream open(
      InputStream in, DecompressionLimits limits, Supplier<RawInflater> inflaters)
      throws IOException {
    var input = new CompressedInput(in);
    var compression = Compression.detect(input.peek(Compression.DETECT_BYTES));
    var decoder =
        switch (compression) {
          case NONE -> new PlainDecoder(input);
          case GZIP -> new GzipDecoder(input, inflaters.get());
          case ZSTD -> new ZstdDecoder(input);
        };
    return new DecompressedStream(in, input, compression, decoder, limits);
  }
}
