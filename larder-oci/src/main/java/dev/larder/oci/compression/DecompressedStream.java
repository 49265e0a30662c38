// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The decompressed bytes of a stream. It ends cleanly only at the end of sound compressed data, and
 * reads the compressed stream to its end to know; a failure stays. Read it in large pieces: each
 * read is a call into native code. Not for several threads.
 */
public final class DecompressedStream extends InputStream {
  private final InputStream in;
  private final CompressedInput input;
  private final Compression compression;
  private final Decoder decoder;
  private final DecompressionLimits limits;

  private long decompressedBytes;
  private boolean closed;

  /** The failure that ended this stream, if one did. */
  private @Nullable IOException failure;

  DecompressedStream(
      InputStream in,
      CompressedInput input,
      Compression compression,
      Decoder decoder,
      DecompressionLimits limits) {
    this.in = in;
    this.input = input;
    this.compression = compression;
    this.decoder = decoder;
    this.limits = limits;
  }

  /** {@return how the stream is compressed} */
  public Compression compression() {
    return compression;
  }

  /** {@return the name of the library that decompresses it} */
  public String decoder() {
    return decoder.name();
  }

  /** {@return how many compressed bytes have been used} */
  public long compressedBytes() {
    return input.taken();
  }

  /** {@return how many bytes have been read from this stream} */
  public long decompressedBytes() {
    return decompressedBytes;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (closed) {
      throw new IOException("the stream is closed");
    }
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      int count = decoder.read(buffer, offset, length);
      if (count > 0) {
        decompressedBytes += count;
        limits.check(input.taken(), decompressedBytes);
      }
      return count;
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  /** Frees what decompressing took, and closes the compressed stream. */
  @Override
  public void close() throws IOException {
    if (!closed) {
      closed = true;
      decoder.close();
      in.close();
    }
  }
}
