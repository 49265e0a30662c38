// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.Random;

/** Contents that compress well and badly, and streams of them that come in small pieces. */
final class Pieces {
  private Pieces() {}

  /** A third each of noise, text of four letters, and zeros. */
  static byte[] mixed(int bytes) {
    byte[] content = new byte[bytes];
    var random = new Random(7);
    random.nextBytes(content);
    int third = bytes / 3;
    for (int i = third; i < 2 * third; i++) {
      content[i] = (byte) ('a' + random.nextInt(4));
    }
    Arrays.fill(content, 2 * third, bytes, (byte) 0);
    return content;
  }

  /** The bytes with one to three of them changed, the magic number left alone. */
  static byte[] mutate(byte[] compressed, Random random) {
    byte[] mutant = compressed.clone();
    for (int times = random.nextInt(1, 4); times > 0; times--) {
      mutant[random.nextInt(4, mutant.length)] = (byte) random.nextInt(256);
    }
    return mutant;
  }

  /** A stream that gives a few bytes at each read. */
  static InputStream of(byte[] bytes, int pieceBytes) {
    return new FilterInputStream(new ByteArrayInputStream(bytes)) {
      @Override
      public int read(byte[] buffer, int offset, int length) throws IOException {
        return super.read(buffer, offset, Math.min(length, pieceBytes));
      }
    };
  }

  /** Reads to the end, a few bytes at each read. */
  static byte[] read(InputStream in, int pieceBytes) throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] piece = new byte[pieceBytes];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      out.write(piece, 0, count);
    }
    return out.toByteArray();
  }
}
