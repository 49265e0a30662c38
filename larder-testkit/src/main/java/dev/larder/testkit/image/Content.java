// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/**
 * The bytes of a file in a tar, of known length, written as often as asked and never held whole
 * unless they are small.
 */
public interface Content {

  /** {@return the number of bytes that {@link #writeTo} writes} */
  long sizeBytes();

  /**
   * Writes every byte.
   *
   * @param out where to; not closed
   * @throws IOException when {@code out} or the source of the bytes fails
   */
  void writeTo(OutputStream out) throws IOException;

  /**
   * {@return these bytes}
   *
   * @param bytes the content; copied
   */
  static Content of(byte[] bytes) {
    byte[] copy = bytes.clone();
    return new Streamed(copy.length, out -> out.write(copy));
  }

  /**
   * {@return the UTF-8 bytes of a text}
   *
   * @param text the content
   */
  static Content of(String text) {
    return of(text.getBytes(StandardCharsets.UTF_8));
  }

  /**
   * {@return the bytes of a file, read each time that they are written}
   *
   * @param file a regular file that keeps its size
   * @throws IOException when its size cannot be read
   */
  static Content of(Path file) throws IOException {
    return new Streamed(Files.size(file), out -> Files.copy(file, out));
  }

  /**
   * {@return zero bytes}
   *
   * @param sizeBytes how many
   */
  static Content zeros(long sizeBytes) {
    return new Streamed(
        sizeBytes,
        out -> {
          byte[] chunk = new byte[Streamed.CHUNK_BYTES];
          Streamed.repeat(sizeBytes, length -> out.write(chunk, 0, length));
        });
  }

  /**
   * {@return bytes that do not compress and that the seed alone decides}
   *
   * @param seed the same seed gives the same bytes
   * @param sizeBytes how many
   */
  static Content random(long seed, long sizeBytes) {
    return new Streamed(
        sizeBytes,
        out -> {
          var random = new Random(seed);
          byte[] chunk = new byte[Streamed.CHUNK_BYTES];
          Streamed.repeat(
              sizeBytes,
              length -> {
                random.nextBytes(chunk);
                out.write(chunk, 0, length);
              });
        });
  }
}
