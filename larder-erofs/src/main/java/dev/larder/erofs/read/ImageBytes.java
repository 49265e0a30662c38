// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.format.LittleEndian;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The bytes of one file, every access to which is checked against its length. Metadata is read in
 * large pieces, of which the last few are kept; a file's data goes past them. One thread at a time;
 * the channel stays the caller's.
 */
final class ImageBytes {
  private static final int WINDOW_BITS = 18;
  private static final int WINDOW_BYTES = 1 << WINDOW_BITS;
  private static final int WINDOWS = 16;
  private static final long NO_WINDOW = -1;

  private final FileChannel channel;
  private final long length;

  /** The piece of number {@code n} is kept at {@code n % WINDOWS}. */
  private final byte[][] windows = new byte[WINDOWS][0];

  private final long[] windowNumbers = new long[WINDOWS];

  ImageBytes(FileChannel channel) throws IOException {
    this.channel = channel;
    this.length = channel.size();
    Arrays.fill(windowNumbers, NO_WINDOW);
  }

  /** {@return the length of the file when it was opened} */
  long length() {
    return length;
  }

  /**
   * {@return a copy of {@code count} bytes of metadata}
   *
   * @param structure what they are, for the exception
   * @throws CorruptErofsException if they are not all inside the file
   */
  byte[] copy(long at, int count, String structure) throws IOException {
    requireInside(at, count, structure);
    byte[] copy = new byte[count];
    int done = 0;
    while (done < count) {
      long from = at + done;
      byte[] window = window(from >>> WINDOW_BITS);
      int offset = Math.floorMod(from, WINDOW_BYTES);
      int most = Math.min(count - done, WINDOW_BYTES - offset);
      System.arraycopy(window, offset, copy, done, most);
      done += most;
    }
    return copy;
  }

  /** {@return a structure of metadata, from offset 0 on, as {@link #copy} reads it} */
  LittleEndian structure(long at, int count, String structure) throws IOException {
    return LittleEndian.of(copy(at, count, structure));
  }

  /** Fills {@code target} with the bytes from {@code at} on, all of which must be in the file. */
  void read(long at, ByteBuffer target) throws IOException {
    requireInside(at, target.remaining(), "file data");
    readFully(at, target);
  }

  /** Checks that all the bytes are in the file. */
  void requireInside(long at, long count, String structure) throws CorruptErofsException {
    if (at < 0 || count < 0 || at > length - count) {
      throw new CorruptErofsException(
          at, structure, count + " bytes do not fit into an image of " + length);
    }
  }

  private byte[] window(long number) throws IOException {
    int slot = Math.floorMod(number, WINDOWS);
    if (windowNumbers[slot] == number) {
      return windows[slot];
    }
    if (windows[slot].length == 0) {
      windows[slot] = new byte[WINDOW_BYTES];
    }
    windowNumbers[slot] = NO_WINDOW;
    long start = number << WINDOW_BITS;
    int count = Math.clamp(length - start, 0, WINDOW_BYTES);
    readFully(start, ByteBuffer.wrap(windows[slot], 0, count));
    windowNumbers[slot] = number;
    return windows[slot];
  }

  private void readFully(long at, ByteBuffer target) throws IOException {
    long next = at;
    while (target.hasRemaining()) {
      int got = channel.read(target, next);
      if (got < 0) {
        throw new CorruptErofsException(next, "file", "it has become shorter than " + length);
      }
      next += got;
    }
  }
}
