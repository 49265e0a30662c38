// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/** Reads a run of bytes in a file; ends early if the file does. */
final class FileRunInputStream extends InputStream {
  private final FileChannel channel;
  private long remaining;

  private FileRunInputStream(FileChannel channel, long remaining) {
    this.channel = channel;
    this.remaining = remaining;
  }

  static FileRunInputStream open(Path file, long offset, long sizeBytes) throws IOException {
    var channel = FileChannel.open(file, StandardOpenOption.READ);
    try {
      return new FileRunInputStream(channel.position(offset), sizeBytes);
    } catch (Throwable e) {
      channel.close();
      throw e;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (length == 0) {
      return 0;
    }
    if (remaining == 0) {
      return -1;
    }
    int count = channel.read(ByteBuffer.wrap(buffer, offset, Math.clamp(remaining, 0, length)));
    if (count > 0) {
      remaining -= count;
    }
    return count;
  }

  @Override
  public void close() throws IOException {
    channel.close();
  }
}
