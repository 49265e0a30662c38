// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;

/**
 * Hands a stream from one thread to another through a fixed number of buffers, which go back and
 * forth. One thread {@linkplain #fill fills}, one reads. An interrupt ends either side.
 */
final class Ring {
  /** Stands behind the last chunk; its length is never looked at. */
  private static final Chunk END = new Chunk(0);

  private final BlockingQueue<Chunk> empty;
  private final BlockingQueue<Chunk> full;

  /** Set before {@link #END} is put, and read after it was taken. */
  private volatile @Nullable IOException failure;

  /** A ring of {@code chunks}, which nobody else uses until both sides are done. */
  Ring(List<Chunk> chunks) {
    empty = new ArrayBlockingQueue<>(chunks.size(), false, chunks);
    full = new ArrayBlockingQueue<>(chunks.size() + 1);
  }

  /**
   * Reads {@code in} to its end, for the reading side. If this fails, {@link #fail} is to be
   * called.
   *
   * @param done is told how many bytes were read in all
   */
  void fill(InputStream in, LongConsumer done) throws IOException, InterruptedException {
    long total = 0;
    while (true) {
      var chunk = empty.take();
      chunk.length = in.readNBytes(chunk.bytes, 0, chunk.bytes.length);
      total += chunk.length;
      full.put(chunk);
      done.accept(total);
      if (chunk.length < chunk.bytes.length) {
        break;
      }
    }
    // There is always room: the queue holds one more than there are chunks.
    full.add(END);
  }

  /** Ends the reading side with an exception, whose cause is {@code cause}. */
  void fail(Exception cause) {
    failure = new IOException("the stage before this one failed", cause);
    // There is room, unless the end was put in already.
    full.offer(END);
  }

  /** Sees each chunk of bytes once, in order. */
  @FunctionalInterface
  interface Observer {
    /** Sees the first {@code length} of {@code bytes}, which it must not keep. */
    void see(byte[] bytes, int length);
  }

  /**
   * {@return the bytes that the other side puts in}
   *
   * @param observer sees all bytes before they are read
   */
  InputStream reader(Observer observer) {
    return new Reader(observer);
  }

  private final class Reader extends InputStream {
    private final Observer observer;
    private @Nullable Chunk chunk;
    private int position;

    Reader(Observer observer) {
      this.observer = observer;
    }

    @Override
    public int read() throws IOException {
      var current = current();
      return current == END ? -1 : Byte.toUnsignedInt(current.bytes[position++]);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      Objects.checkFromIndexSize(offset, length, target.length);
      if (length == 0) {
        return 0;
      }
      var current = current();
      if (current == END) {
        return -1;
      }
      int count = Math.min(length, current.length - position);
      System.arraycopy(current.bytes, position, target, offset, count);
      position += count;
      return count;
    }

    @Override
    public int available() {
      var current = chunk;
      return current == null || current == END ? 0 : current.length - position;
    }

    /** The chunk that has bytes left, or {@link #END}. */
    private Chunk current() throws IOException {
      var current = chunk;
      while (current == null || (current != END && position == current.length)) {
        current = next(current);
        chunk = current;
        position = 0;
      }
      var cause = failure;
      if (current == END && cause != null) {
        throw cause;
      }
      return current;
    }

    private Chunk next(@Nullable Chunk used) throws IOException {
      try {
        if (used != null) {
          empty.put(used);
        }
        var next = full.take();
        if (next != END) {
          observer.see(next.bytes, next.length);
        }
        return next;
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        var interrupted = new InterruptedIOException("interrupted");
        interrupted.initCause(e);
        throw interrupted;
      }
    }
  }
}
