// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/** The compressed bytes, in a buffer that decoders take from without copying. */
final class CompressedInput {
  /** How much of what was taken can be given back: what decoders keep in a word of the machine. */
  static final int MAX_GIVEN_BACK = Long.BYTES;

  private static final int BUFFER_BYTES = 1 << 18;

  private final InputStream in;
  private final byte[] buffer = new byte[MAX_GIVEN_BACK + BUFFER_BYTES];
  private int position = MAX_GIVEN_BACK;
  private int end = MAX_GIVEN_BACK;

  /** Bytes that were taken, those in the buffer not among them. */
  private long taken;

  CompressedInput(InputStream in) {
    this.in = in;
  }

  byte[] buffer() {
    return buffer;
  }

  int position() {
    return position;
  }

  int available() {
    return end - position;
  }

  long taken() {
    return taken;
  }

  /** The next {@code count} bytes, or as many as there still are; they remain available. */
  byte[] peek(int count) throws IOException {
    while (available() < count) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        break;
      }
      end += read;
    }
    return Arrays.copyOfRange(buffer, position, position + Math.min(count, available()));
  }

  /** Makes at least one byte available if none is; false at the end of the stream. */
  boolean fill() throws IOException {
    if (position < end) {
      return true;
    }
    System.arraycopy(buffer, end - MAX_GIVEN_BACK, buffer, 0, MAX_GIVEN_BACK);
    position = MAX_GIVEN_BACK;
    end = MAX_GIVEN_BACK;
    int read;
    do {
      read = in.read(buffer, end, BUFFER_BYTES);
    } while (read == 0);
    if (read < 0) {
      return false;
    }
    end += read;
    return true;
  }

  /**
   * Takes the next {@code count} of the available bytes; a negative count gives the last ones back,
   * {@link #MAX_GIVEN_BACK} at most.
   */
  void take(int count) {
    position += count;
    taken += count;
  }

  /** Takes the next byte; -1 at the end of the stream. */
  int takeByte() throws IOException {
    if (!fill()) {
      return -1;
    }
    int value = Byte.toUnsignedInt(buffer[position]);
    take(1);
    return value;
  }

  /** Copies bytes out, past the buffer when it is empty; -1 at the end of the stream. */
  int read(byte[] target, int offset, int length) throws IOException {
    if (position == end) {
      int read = in.read(target, offset, length);
      taken += Math.max(read, 0);
      return read;
    }
    int count = Math.min(length, available());
    System.arraycopy(buffer, position, target, offset, count);
    take(count);
    return count;
  }
}
