// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Objects;
import java.util.Queue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;

/**
 * A big blob in order, fetched in several ranges at once. The first range is read as it comes; how
 * long its response took decides whether the next ones are fetched ahead, into the buffers of the
 * {@link RangeWindow}, as soon as these are free, or whether the rest comes as one stream. So it
 * does from where a range is refused. A connection that breaks costs only what had not come of its
 * range.
 */
final class RangedStream extends InputStream {
  private final RemoteBlob blob;
  private final RangeWindow.Use window;
  private final RangeWindow.Rule rule;
  private final ExecutorService fetchers = Executors.newVirtualThreadPerTaskExecutor();

  /** The ranges behind {@link #current}: buffers that are full, or about to be. */
  private final Queue<Future<byte[]>> ahead = new ArrayDeque<>();

  /** The buffer of {@link #current}, if it has one: fetched into again when that was read. */
  private final Queue<byte[]> spare = new ArrayDeque<>();

  private InputStream current = InputStream.nullInputStream();

  /** Where {@link #current} is left, even if it has more. */
  private long currentEnd;

  private long position;

  /** How far the blob has been asked for in ranges. */
  private long asked;

  /** Whether ranges are worth it, and served. */
  private boolean inRanges;

  /**
   * {@return the blob, in ranges or not}
   *
   * @throws IOException if its beginning cannot be had
   */
  static InputStream open(RemoteBlob blob, RangeWindow window) throws IOException {
    if (blob.sizeBytes() < window.rule().leastBlobBytes()) {
      return ResumingStream.from(blob, 0);
    }
    var stream = new RangedStream(blob, window);
    try {
      stream.begin();
      return stream;
    } catch (IOException | RuntimeException e) {
      stream.close();
      throw e;
    }
  }

  private RangedStream(RemoteBlob blob, RangeWindow window) {
    this.blob = blob;
    this.window = window.use();
    this.rule = window.rule();
  }

  private void begin() throws IOException {
    long start = System.nanoTime();
    currentEnd = Math.min(rule.rangeBytes(), blob.sizeBytes());
    try {
      current = ResumingStream.range(blob, 0, currentEnd);
    } catch (RangesRefusedException ignored) { // then it comes as one stream
      goOnWithoutRanges();
      return;
    }
    inRanges = System.nanoTime() - start >= rule.leastLatency().toNanos();
    fetchAhead();
  }

  /** Begins to, if the window is free now. */
  private void fetchAhead() {
    if (inRanges && window.tryTake(blob.sizeBytes() - position)) {
      currentEnd = Math.min(currentEnd, position + rule.rangeBytes());
      asked = currentEnd;
      window.buffers().forEach(this::fetchAhead);
    }
  }

  private void fetchAhead(byte[] buffer) {
    long from = asked;
    long to = Math.min(from + rule.rangeBytes(), blob.sizeBytes());
    if (from < to) {
      asked = to;
      ahead.add(fetchers.submit(() -> fetch(buffer, from, to)));
    }
  }

  private byte[] fetch(byte[] buffer, long from, long to) throws IOException {
    try (var in = ResumingStream.range(blob, from, to)) {
      in.readNBytes(buffer, 0, Math.toIntExact(to - from));
      return buffer;
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
    fetchAhead();
    while (true) {
      int count = readCurrent(buffer, offset, length);
      if (count >= 0) {
        position += count;
        return count;
      }
      if (position >= blob.sizeBytes()) {
        return -1;
      }
      current.close();
      next();
    }
  }

  private int readCurrent(byte[] buffer, int offset, int length) throws IOException {
    int wanted = (int) Math.min(length, currentEnd - position);
    try {
      return wanted == 0 ? -1 : current.read(buffer, offset, wanted);
    } catch (RangesRefusedException ignored) { // the first range broke, and its rest is not served
      current.close();
      goOnWithoutRanges();
      return current.read(buffer, offset, length);
    }
  }

  private void next() throws IOException {
    if (!spare.isEmpty()) {
      fetchAhead(spare.remove());
    }
    var next = ahead.poll();
    if (next == null) {
      goOnAsOneStream();
      return;
    }
    try {
      byte[] buffer = next.get();
      int length = (int) Math.min(rule.rangeBytes(), blob.sizeBytes() - position);
      current = new ByteArrayInputStream(buffer, 0, length);
      currentEnd = position + length;
      spare.add(buffer);
    } catch (InterruptedException e) {
      throw Interrupted.during("a range was awaited", e);
    } catch (ExecutionException e) {
      switch (e.getCause()) {
        case RangesRefusedException _ -> goOnWithoutRanges();
        case IOException cause -> throw cause;
        case null, default -> throw new IOException("a range could not be fetched", e.getCause());
      }
    }
  }

  private void goOnWithoutRanges() throws IOException {
    inRanges = false;
    stopFetching();
    goOnAsOneStream();
  }

  private void goOnAsOneStream() throws IOException {
    current = ResumingStream.from(blob, position);
    currentEnd = Long.MAX_VALUE; // what is behind the blob's end is for the reader to see
  }

  private void stopFetching() {
    ahead.clear();
    fetchers.shutdownNow();
    fetchers.close(); // waits: nobody may write to the buffers that the next blob gets
    window.close();
  }

  @Override
  public void close() throws IOException {
    stopFetching();
    current.close();
  }
}
