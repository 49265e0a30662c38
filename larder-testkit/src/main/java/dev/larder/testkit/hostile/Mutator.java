// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.hostile;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Changes bytes at random: cuts, flips, repeats, drops and puts in pieces that the format's readers
 * take for something. The seed alone decides. Not safe for use by several threads.
 */
public final class Mutator {
  private static final int MOST_CHANGES = 3;
  private static final int MOST_MOVED_BYTES = 64;

  private final Random random;
  private final List<byte[]> pieces;
  private final int alignment;

  /**
   * A mutator of one format.
   *
   * @param random what decides
   * @param alignment where the format's structures begin, in bytes: 1 for text, 512 for tars;
   *     pieces of this length move as a whole
   * @param pieces what is put in here and there; may be none
   */
  public Mutator(Random random, int alignment, List<byte[]> pieces) {
    this.random = random;
    this.alignment = alignment;
    this.pieces = pieces.stream().map(byte[]::clone).toList();
  }

  /**
   * A mutator of text.
   *
   * @param random what decides
   * @param pieces what is put in here and there, as UTF-8
   */
  public static Mutator ofText(Random random, String... pieces) {
    return new Mutator(
        random,
        1,
        Arrays.stream(pieces).map(piece -> piece.getBytes(StandardCharsets.UTF_8)).toList());
  }

  /**
   * {@return a copy with one to three changes, never empty}
   *
   * @param bytes at least one byte
   */
  public byte[] mutant(byte[] bytes) {
    byte[] mutant = bytes;
    for (int changes = random.nextInt(1, MOST_CHANGES + 1); changes > 0; changes--) {
      mutant = changed(mutant);
    }
    return mutant;
  }

  private byte[] changed(byte[] bytes) {
    int at = random.nextInt(bytes.length);
    return switch (random.nextInt(6)) {
      case 0 -> Arrays.copyOf(bytes, Math.max(at, 1));
      case 1 -> withByte(bytes, at, random.nextInt(256));
      case 2 -> withByte(bytes, at, bytes[at] ^ (1 << random.nextInt(8)));
      case 3 -> {
        byte[] piece =
            pieces.isEmpty() ? new byte[] {0} : pieces.get(random.nextInt(pieces.size()));
        yield spliced(bytes, at, at, piece);
      }
      case 4 -> {
        int start = aligned(at);
        int end = Math.min(bytes.length, start + moved());
        byte[] copy = Arrays.copyOfRange(bytes, start, end);
        int target = aligned(random.nextInt(bytes.length));
        yield spliced(bytes, target, target, copy);
      }
      default -> {
        int start = aligned(at);
        byte[] rest = spliced(bytes, start, Math.min(bytes.length, start + moved()), new byte[0]);
        yield rest.length == 0 ? Arrays.copyOf(bytes, 1) : rest;
      }
    };
  }

  private int aligned(int at) {
    return at - at % alignment;
  }

  private int moved() {
    return alignment > 1 ? alignment * random.nextInt(1, 4) : random.nextInt(1, MOST_MOVED_BYTES);
  }

  private static byte[] withByte(byte[] bytes, int at, int value) {
    byte[] changed = bytes.clone();
    changed[at] = (byte) value;
    return changed;
  }

  private static byte[] spliced(byte[] bytes, int from, int to, byte[] piece) {
    byte[] result = new byte[from + piece.length + bytes.length - to];
    System.arraycopy(bytes, 0, result, 0, from);
    System.arraycopy(piece, 0, result, from, piece.length);
    System.arraycopy(bytes, to, result, from + piece.length, bytes.length - to);
    return result;
  }
}
