// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.hostile;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * Changes tars: fields of headers, whose checksums are then right again, so that more than the
 * checksum is tried; and, as {@link Mutator} does, all else. Not safe for use by several threads.
 */
public final class TarMutator {
  private static final int BLOCK = 512;
  private static final int MAGIC = 257;
  private static final int CHECKSUM = 148;
  private static final int CHECKSUM_BYTES = 8;

  /** Where a header's fields begin, and how long they are. */
  private static final int[][] FIELDS = {
    {0, 100},
    {100, 8},
    {108, 8},
    {116, 8},
    {124, 12},
    {136, 12},
    {156, 1},
    {157, 100},
    {257, 8},
    {329, 8},
    {337, 8},
    {345, 155},
    {386, 24},
    {482, 1},
    {483, 12}
  };

  private static final List<byte[]> VALUES =
      List.of(
          latin1("\0"),
          latin1("0"),
          latin1("77777777777"),
          latin1("7777777"),
          latin1("-1"),
          latin1("00000001000"),
          latin1("99999999999"),
          latin1("\u0080\0\0\0\0\0\0\0\u007f\u00ff\u00ff\u00ff"),
          latin1("\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff\u00ff"),
          latin1("../"),
          latin1("/"),
          latin1(""),
          latin1(".wh."),
          latin1(".wh..wh..opq"),
          latin1("a/b/c"),
          latin1("x".repeat(155)));

  private static final List<byte[]> PIECES =
      List.of(
          new byte[BLOCK],
          new byte[2 * BLOCK],
          latin1("30 mtime=99999999999999999999\n"),
          latin1("12 path=a/b\n"),
          latin1("999999999 a=b\n"),
          latin1("20 GNU.sparse.map=0"),
          latin1("22 GNU.sparse.major=1\n"));

  private static final String TYPES = "\0" + "01234567DKLMNSVXgxAZ\u00ff";

  private final Random random;
  private final Mutator anywhere;

  /**
   * A mutator of tars.
   *
   * @param random what decides
   */
  public TarMutator(Random random) {
    this.random = random;
    this.anywhere = new Mutator(random, BLOCK, PIECES);
  }

  /**
   * {@return a changed copy}
   *
   * @param tar a tar of at least one header
   */
  public byte[] mutant(byte[] tar) {
    byte[] mutant = tar.clone();
    for (int fields = random.nextInt(3); fields > 0; fields--) {
      changeField(mutant);
    }
    if (random.nextInt(3) == 0) {
      mutant = anywhere.mutant(mutant);
    }
    if (random.nextInt(8) > 0) {
      mendChecksums(mutant);
    }
    return mutant;
  }

  private void changeField(byte[] tar) {
    int header = random.nextInt(Math.max(1, tar.length / BLOCK)) * BLOCK;
    int[] field = FIELDS[random.nextInt(FIELDS.length)];
    byte[] value =
        field[1] == 1
            ? latin1("" + TYPES.charAt(random.nextInt(TYPES.length())))
            : VALUES.get(random.nextInt(VALUES.size()));
    for (int i = 0; i < field[1] && header + field[0] + i < tar.length; i++) {
      tar[header + field[0] + i] = i < value.length ? value[i] : 0;
    }
  }

  private static void mendChecksums(byte[] tar) {
    for (int header = 0; header + BLOCK <= tar.length; header += BLOCK) {
      boolean hasMagic = tar[header + MAGIC] == 'u' && tar[header + MAGIC + 1] == 's';
      boolean hasChecksum = tar[header + CHECKSUM + CHECKSUM_BYTES - 1] == ' ';
      if (hasMagic || hasChecksum) {
        mendChecksum(tar, header);
      }
    }
  }

  private static void mendChecksum(byte[] tar, int header) {
    int sum = CHECKSUM_BYTES * ' ';
    for (int i = 0; i < BLOCK; i++) {
      boolean own = i >= CHECKSUM && i < CHECKSUM + CHECKSUM_BYTES;
      sum += own ? 0 : Byte.toUnsignedInt(tar[header + i]);
    }
    byte[] digits = latin1(String.format(Locale.ROOT, "%06o\0 ", sum));
    System.arraycopy(digits, 0, tar, header + CHECKSUM, CHECKSUM_BYTES);
  }

  private static byte[] latin1(String text) {
    return text.getBytes(StandardCharsets.ISO_8859_1);
  }
}
