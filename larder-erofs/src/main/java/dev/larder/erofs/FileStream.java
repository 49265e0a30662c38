// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Objects;

/** The bytes of a regular file of an image, from its start on. */
final class FileStream extends InputStream {
  private final ErofsImage image;
  private final ErofsNode file;
  private long position;

  FileStream(ErofsImage image, ErofsNode file) {
    this.image = image;
    this.file = file;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    if (length == 0) {
      return 0;
    }
    int count = image.read(file, position, ByteBuffer.wrap(target, offset, length));
    position += Math.max(count, 0);
    return count;
  }

  @Override
  public long skip(long count) {
    long skipped = Math.clamp(count, 0, file.sizeBytes() - position);
    position += skipped;
    return skipped;
  }

  @Override
  public int available() {
    return Math.clamp(file.sizeBytes() - position, 0, Integer.MAX_VALUE);
  }
}
