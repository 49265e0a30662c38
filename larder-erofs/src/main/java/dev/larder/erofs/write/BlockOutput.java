// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.FileData;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.util.Arrays;

/**
 * The blocks of an image behind the first, written once and in order. Blocks that are all zeros are
 * left out and stay holes of the host's file. One thread at a time; the channel stays the caller's.
 *
 * <p>A file's bytes go straight into the one buffer, which is written in large aligned pieces:
 *
 * <pre>{@code
 * output.startFile();
 * output.append(body, size);
 * FileData data = output.endFile();
 * }</pre>
 */
public final class BlockOutput {
  /** The block size of every image that larder writes. */
  public static final int BLOCK_BYTES = 4096;

  private static final int BUFFER_BYTES = 1 << 20;
  private static final byte[] ZERO_BLOCK = new byte[BLOCK_BYTES];

  private final DataArea area = new DataArea();
  private final FileChannel out;
  private final byte[] buffer = new byte[BUFFER_BYTES];
  private final ByteBuffer bufferView = ByteBuffer.wrap(buffer);
  private final FileChecksum checksum = new FileChecksum(BLOCK_BYTES);

  /** Where the buffer starts in the file, a multiple of its size. */
  private long base;

  /** What of the buffer is not written yet: {@code from} is at a block, {@code to} anywhere. */
  private int from = BLOCK_BYTES;

  private int to = BLOCK_BYTES;

  private long crc32c;

  private long fileStart;
  private boolean inFile;

  /**
   * An output to an empty file, from its second block on.
   *
   * @throws IllegalArgumentException if the file is not empty, since what is left out must be zero
   */
  public BlockOutput(FileChannel out) throws IOException {
    if (out.size() != 0) {
      throw new IllegalArgumentException("the file of an image must be empty at first");
    }
    this.out = out;
  }

  /** {@return what the files stand in that are written here} */
  public DataArea area() {
    return area;
  }

  /** {@return the first block that nothing has been written to, not even in part} */
  public long nextBlock() {
    return blocksOf(position());
  }

  /** Starts a run of blocks, which ends with {@link #endFile()}. */
  public void startFile() {
    if (inFile) {
      throw new IllegalStateException("the last file has not ended");
    }
    inFile = true;
    fileStart = position();
  }

  /**
   * Adds the next bytes of a stream.
   *
   * @param count how many
   * @throws EOFException if the stream ends before
   */
  public void append(InputStream body, long count) throws IOException {
    requireInFile();
    long left = count;
    while (left > 0) {
      makeRoom();
      int most = Math.clamp(left, 0, BUFFER_BYTES - to);
      int got = body.read(buffer, to, most);
      if (got < 0) {
        throw new EOFException("the data ends " + left + " bytes early");
      }
      to += got;
      left -= got;
    }
  }

  /** Adds bytes of an array. */
  public void append(byte[] source, int offset, int length) throws IOException {
    requireInFile();
    int at = offset;
    int left = length;
    while (left > 0) {
      makeRoom();
      int count = Math.min(left, BUFFER_BYTES - to);
      System.arraycopy(source, at, buffer, to, count);
      to += count;
      at += count;
      left -= count;
    }
  }

  /** Adds zeros, in a time that does not depend on how many. */
  public void zeros(long count) throws IOException {
    requireInFile();
    if (count < 0) {
      throw new IllegalArgumentException("a negative number of zeros: " + count);
    }
    pad(count);
  }

  /** Ends the run of blocks, the last of which is filled with zeros. Returns where it stands. */
  public FileData endFile() throws IOException {
    requireInFile();
    inFile = false;
    if (position() == fileStart) {
      return FileData.Empty.INSTANCE;
    }
    pad(-to & BLOCK_BYTES - 1);
    return new FileData.Blocks(area, fileStart / BLOCK_BYTES);
  }

  /**
   * Writes what is left and the first block, which makes it an image.
   *
   * @return the image's size in bytes
   */
  long finish(byte[] firstBlock) throws IOException {
    long size = Math.multiplyExact(nextBlock(), BLOCK_BYTES);
    flush();
    writeFully(ByteBuffer.wrap(firstBlock), 0);
    if (out.size() < size) {
      // The last blocks are all zeros, and have not been written.
      writeFully(ByteBuffer.allocate(1), size - 1);
    }
    crc32c = checksum.finish(ByteBuffer.wrap(firstBlock));
    return size;
  }

  /** {@return the CRC-32C of the image's bytes, once it is finished} */
  long crc32c() {
    return crc32c;
  }

  /** {@return how many blocks so many bytes take} */
  static long blocksOf(long bytes) {
    return Math.ceilDiv(bytes, BLOCK_BYTES);
  }

  private long position() {
    return base + to;
  }

  private void requireInFile() {
    if (!inFile) {
      throw new IllegalStateException("no file has been started");
    }
  }

  private void makeRoom() throws IOException {
    if (to == BUFFER_BYTES) {
      flush();
      base += BUFFER_BYTES;
      from = 0;
      to = 0;
    }
  }

  private void pad(long count) throws IOException {
    if (count <= BUFFER_BYTES - to) {
      int end = to + Math.toIntExact(count);
      clear(to, end);
      to = end;
      return;
    }
    long target = Math.addExact(position(), count);
    int blockEnd = (to + BLOCK_BYTES - 1) & -BLOCK_BYTES;
    clear(to, blockEnd);
    to = blockEnd;
    flush();
    base = target & -(long) BUFFER_BYTES;
    to = Math.toIntExact(target - base);
    from = to & -BLOCK_BYTES;
    clear(from, to);
  }

  /** Copying is fast also before anything is compiled, when a loop would take a while. */
  private void clear(int begin, int end) {
    for (int at = begin; at < end; at += BLOCK_BYTES) {
      System.arraycopy(ZERO_BLOCK, 0, buffer, at, Math.min(BLOCK_BYTES, end - at));
    }
  }

  /** Writes the blocks from {@code from} to {@code to}, but for those that are all zeros. */
  private void flush() throws IOException {
    int at = from;
    while (at < to) {
      if (isZeroBlock(at)) {
        at += BLOCK_BYTES;
        continue;
      }
      int end = at + BLOCK_BYTES;
      while (end < to && !isZeroBlock(end)) {
        end += BLOCK_BYTES;
      }
      ByteBuffer piece = bufferView.limit(end).position(at);
      checksum.append(piece, base + at);
      writeFully(piece, base + at);
      at = end;
    }
    from = to;
  }

  private boolean isZeroBlock(int at) {
    return Arrays.equals(buffer, at, at + BLOCK_BYTES, ZERO_BLOCK, 0, BLOCK_BYTES);
  }

  private void writeFully(ByteBuffer source, long position) throws IOException {
    long at = position;
    while (source.hasRemaining()) {
      at += out.write(source, at);
    }
  }
}
