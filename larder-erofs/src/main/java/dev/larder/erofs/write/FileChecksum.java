// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import java.nio.ByteBuffer;
import java.util.zip.CRC32C;

/**
 * The CRC-32C of a file that is written in pieces, each behind the one before it, and whose first
 * bytes come last. What no piece covers is zeros; it takes no time to count in, however long it is.
 *
 * <p>A checksum is a polynomial over GF(2) modulo the generator, so the checksum of two stretches
 * follows from theirs: the first one is multiplied by the power of x that the second one is long.
 */
final class FileChecksum {
  /** The generator, as {@link CRC32C} has it: the highest power in the lowest bit. */
  private static final int GENERATOR = 0x82F6_3B78;

  private static final int ONE = 0x8000_0000;
  private static final int X_TO_THE_8TH = ONE >>> 8;

  private final long start;
  private final CRC32C piece = new CRC32C();

  /** Of the bytes from {@link #start} to {@link #end}. */
  private int checksum;

  private long end;

  /** A checksum of a file whose pieces begin at {@code start} or behind it, until the last one. */
  FileChecksum(long start) {
    this.start = start;
    this.end = start;
  }

  /** Counts a piece in, and the zeros before it; the buffer's position stays. */
  void append(ByteBuffer bytes, long position) {
    if (position < end) {
      throw new IllegalStateException("written again at " + position);
    }
    checksum = ~shifted(~checksum, position - end);
    checksum = shifted(checksum, bytes.remaining()) ^ of(bytes);
    end = position + bytes.remaining();
  }

  /** {@return the checksum of the whole file, which begins with {@code bytes}} */
  long finish(ByteBuffer bytes) {
    if (bytes.remaining() != start) {
      throw new IllegalStateException("the pieces begin at " + start);
    }
    return Integer.toUnsignedLong(shifted(of(bytes), end - start) ^ checksum);
  }

  private int of(ByteBuffer bytes) {
    piece.reset();
    piece.update(bytes.duplicate());
    return (int) piece.getValue();
  }

  /** {@return {@code value} times x to the power of {@code 8 * bytes}} */
  private static int shifted(int value, long bytes) {
    int product = value;
    int power = X_TO_THE_8TH;
    for (long left = bytes; left > 0; left >>>= 1) {
      if ((left & 1) != 0) {
        product = multiply(product, power);
      }
      power = multiply(power, power);
    }
    return product;
  }

  private static int multiply(int left, int right) {
    int product = 0;
    int shiftedRight = right;
    for (int bit = ONE; bit != 0; bit >>>= 1) {
      if ((left & bit) != 0) {
        product ^= shiftedRight;
      }
      shiftedRight = (shiftedRight >>> 1) ^ ((shiftedRight & 1) * GENERATOR);
    }
    return product;
  }
}
