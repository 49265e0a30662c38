// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;
import java.io.InputStream;

/** The compressed bytes, in a buffer that decoders take from without copying. */
final class CompressedInput {
  private static final int BUFFER_BYTES = 1 << 18;

  private final InputStream in;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private int position;
  private int end;

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

  /** Makes {@code count} bytes available, or as many as there still are. */
  void require(int count) throws IOException {
    while (available() < count) {
      int read = in.read(buffer, end, buffer.length - end);
      if (read < 0) {
        return;
      }
      end += read;
    }
  }

  /** Makes at least one byte available if none is; false at the end of the stream. */
  boolean fill() throws IOException {
    if (position < end) {
      return true;
    }
    position = 0;
    end = 0;
    int read;
    do {
      read = in.read(buffer, 0, buffer.length);
    } while (read == 0);
    if (read < 0) {
      return false;
    }
    end = read;
    return true;
  }

  /** Takes the next {@code count} of the available bytes. */
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
