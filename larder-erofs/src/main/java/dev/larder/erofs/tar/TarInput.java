// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.layer.LayerFormatException;
import java.io.IOException;
import java.io.InputStream;

/** The tar's bytes, with the position that errors name. */
final class TarInput {
  static final int BLOCK = 512;

  private final InputStream in;
  private final long maxBytes;
  private final byte[] scratch = new byte[16 * BLOCK];
  private long position;

  TarInput(InputStream in, long maxBytes) {
    this.in = in;
    this.maxBytes = maxBytes;
  }

  /** {@return the number of bytes read so far} */
  long position() {
    return position;
  }

  int read(byte[] target, int offset, int length) throws IOException {
    int read = in.read(target, offset, length);
    if (read > 0) {
      position += read;
      if (position > maxBytes) {
        throw new LayerFormatException(
                "", position, "at most " + maxBytes + " bytes of tar (bytesPerLayer)", "more")
            .ofLimit();
      }
    }
    return read;
  }

  /** {@return whether there was a block; false at the end of the stream} */
  boolean readBlock(byte[] block) throws IOException {
    int read = readAsMuchAs(block, BLOCK);
    if (read == 0) {
      return false;
    }
    if (read < BLOCK) {
      throw truncated(TarPath.EMPTY, "a block of 512 bytes", read + " bytes");
    }
    return true;
  }

  /** {@return the next {@code length} bytes} of an extension header of {@code entry} */
  byte[] readFully(int length, String what) throws IOException {
    byte[] bytes = new byte[length];
    int read = readAsMuchAs(bytes, length);
    if (read < length) {
      throw truncated(TarPath.EMPTY, length + " bytes of " + what, read + " bytes");
    }
    return bytes;
  }

  /** Passes over the next {@code length} bytes of {@code entry}. */
  void skipFully(TarPath entry, long length) throws IOException {
    long skipped = skipAsMuchAs(length);
    if (skipped < length) {
      throw truncated(entry, length + " more bytes", skipped + " bytes");
    }
  }

  /**
   * Passes over what fills the last block up. The end of the stream is as good: nothing of the
   * entry is missing, and readers elsewhere agree (Go's archive/tar, GNU tar).
   */
  void skipPadding(long bodyBytes) throws IOException {
    skipAsMuchAs(-bodyBytes & (BLOCK - 1));
  }

  /** Reads to the end of the stream. */
  void drain() throws IOException {
    skipAsMuchAs(Long.MAX_VALUE);
  }

  LayerFormatException truncated(TarPath entry, String wanted, String got) {
    return new LayerFormatException(
        entry.toString(), position, wanted, got + ", then the end of the stream");
  }

  private int readAsMuchAs(byte[] target, int length) throws IOException {
    int done = 0;
    while (done < length) {
      int read = read(target, done, length - done);
      if (read < 0) {
        break;
      }
      done += read;
    }
    return done;
  }

  private long skipAsMuchAs(long length) throws IOException {
    long done = 0;
    while (done < length) {
      int read = read(scratch, 0, Math.clamp(length - done, 0, scratch.length));
      if (read < 0) {
        break;
      }
      done += read;
    }
    return done;
  }
}
