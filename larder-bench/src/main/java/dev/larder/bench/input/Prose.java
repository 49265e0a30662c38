// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.input;

import dev.larder.testkit.image.Content;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Random;

/** Text that compresses about as well as source code does, any piece of it without a copy. */
public final class Prose {
  private static final int BYTES = 8 << 20;
  private static final int WORDS = 4000;
  private static final int LONGEST_WORD = 12;
  private static final int WORDS_IN_A_LINE = 9;

  private final byte[] text;

  /** Makes the text, the same each time. */
  public Prose() {
    var random = new Random(1);
    String[] words = new String[WORDS];
    for (int i = 0; i < WORDS; i++) {
      var word = new StringBuilder();
      for (int left = 1 + random.nextInt(LONGEST_WORD); left > 0; left--) {
        word.append((char) ('a' + random.nextInt(26)));
      }
      words[i] = word.toString();
    }
    var out = new ByteArrayOutputStream(BYTES);
    for (int count = 1; out.size() < BYTES; count++) {
      // The nearer the start, the likelier, as words are.
      int pick = (int) (WORDS * Math.pow(random.nextDouble(), 3));
      out.writeBytes(words[pick].getBytes(StandardCharsets.US_ASCII));
      out.write(count % WORDS_IN_A_LINE == 0 ? '\n' : ' ');
    }
    text = out.toByteArray();
  }

  /**
   * {@return a piece of the text}
   *
   * @param number another number is mostly another piece
   * @param bytes its length, 8 MiB at most
   */
  public Content piece(int number, int bytes) {
    int offset = Math.floorMod(number * 7919L * 1021, text.length - bytes + 1);
    return new Piece(text, offset, bytes);
  }

  private static final class Piece implements Content {
    private final byte[] text;
    private final int offset;
    private final int bytes;

    Piece(byte[] text, int offset, int bytes) {
      this.text = text;
      this.offset = offset;
      this.bytes = bytes;
    }

    @Override
    public long sizeBytes() {
      return bytes;
    }

    @Override
    public void writeTo(OutputStream out) throws IOException {
      out.write(text, offset, bytes);
    }
  }
}
