// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import com.github.luben.zstd.ZstdDecompressCtx;
import com.github.luben.zstd.ZstdException;
import java.io.IOException;
import java.nio.ByteBuffer;

/**
 * Decompresses zstd (RFC 8878): any number of frames, skippable ones anywhere, check sums verified
 * where frames have them. Windows over 128 MiB are refused, as libzstd does unless told otherwise.
 * zstd-jni's own input stream does not do: it takes a cut-off frame for the end when an earlier
 * frame ends in the same piece of input.
 */
final class ZstdDecoder implements Decoder {
  private static final int BUFFER_BYTES = 1 << 18;

  private final CompressedInput input;
  private final ZstdDecompressCtx context = new ZstdDecompressCtx();
  private final ByteBuffer source = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private final ByteBuffer output = ByteBuffer.allocateDirect(BUFFER_BYTES).limit(0);
  private boolean betweenFrames = true;

  ZstdDecoder(CompressedInput input) {
    this.input = input;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (!output.hasRemaining()) {
      if (!decompress()) {
        return -1;
      }
    }
    int count = Math.min(length, output.remaining());
    output.get(target, offset, count);
    return count;
  }

  @Override
  public String name() {
    return "zstd-jni";
  }

  @Override
  public void close() {
    context.close();
  }

  /** One step; false at the end of the stream. */
  private boolean decompress() throws IOException {
    boolean ended = !source.hasRemaining() && !refill();
    if (ended && betweenFrames) {
      return false;
    }
    int before = source.position();
    output.clear();
    boolean frameEnded;
    try {
      frameEnded = context.decompressDirectByteBufferStream(output, source);
    } catch (ZstdException e) {
      throw new DamagedStreamException(
          Compression.ZSTD, offset(), String.valueOf(e.getMessage()), e);
    }
    output.flip();
    boolean moved = source.position() > before || output.hasRemaining();
    if (moved) {
      betweenFrames = frameEnded;
    } else if (ended) {
      throw new DamagedStreamException(Compression.ZSTD, offset(), "it is cut off within a frame");
    }
    return true;
  }

  private boolean refill() throws IOException {
    if (!input.fill()) {
      return false;
    }
    int count = Math.min(BUFFER_BYTES, input.available());
    source.clear();
    source.put(input.buffer(), input.position(), count).flip();
    input.take(count);
    return true;
  }

  private long offset() {
    return input.taken() - source.remaining();
  }
}
