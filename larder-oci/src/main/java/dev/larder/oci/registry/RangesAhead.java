// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Interrupted;
import dev.larder.oci.image.Descriptor;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/**
 * A blob in ranges, of which some are fetched at once, each by a thread of its own, and handed out
 * in order. A range that fails ends the stream there with its failure. One thread reads and closes.
 */
final class RangesAhead extends InputStream {
  /** How long a range is; as much memory is taken for each that is fetched at once. */
  static final int RANGE_BYTES = 4 << 20;

  /** What is read into, again and again; one thread at a time has it. */
  private static final class Range {
    final byte[] bytes = new byte[RANGE_BYTES];
    int count;
  }

  private final Target target;
  private final long sizeBytes;
  private final ResumingStream.Opener opener;
  private final RangeBudget budget;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final Deque<Future<Range>> ahead = new ArrayDeque<>();
  private final Deque<Range> unused = new ArrayDeque<>();

  /** Where the first range begins that nobody fetches yet. */
  private long next;

  private InputStream current;
  private int currentLeft = RANGE_BYTES;
  private @Nullable Range currentRange;
  private boolean closed;

  /**
   * Begins to fetch.
   *
   * @param first the body of the first range, of {@link #RANGE_BYTES}
   * @param target the blob
   * @param from where the first range begins
   * @param descriptor tells the blob's size
   * @param budget the caller's, given back when this stream is closed
   */
  RangesAhead(
      InputStream first,
      Target target,
      long from,
      Descriptor descriptor,
      ResumingStream.Opener opener,
      RangeBudget budget) {
    this.current = first;
    this.next = from + RANGE_BYTES;
    this.target = target;
    this.sizeBytes = descriptor.sizeBytes();
    this.opener = opener;
    this.budget = budget;
    fetchAhead();
  }

  /** All but one: that is handed out, or waited for. */
  private void fetchAhead() {
    while (ahead.size() < budget.ranges() - 1 && next < sizeBytes) {
      Range range = unused.isEmpty() ? new Range() : unused.pop();
      range.count = Math.clamp(sizeBytes - next, 0, RANGE_BYTES);
      long from = next;
      ahead.add(threads.submit(() -> fetch(range, from)));
      next += range.count;
    }
  }

  private Range fetch(Range range, long from) throws IOException {
    long to = from + range.count;
    try (Reply reply = opener.open(target, ContentRange.of(from, to))) {
      if (!ContentRange.isIn(reply, from, to, sizeBytes)) {
        throw new BadResponseException(
            Failure.ofStatus(target, reply.status()), "it sends another range than asked");
      }
      int got = reply.body().readNBytes(range.bytes, 0, range.count);
      if (got < range.count) {
        throw UnreachableException.cutOff(target, from + got, sizeBytes);
      }
      return range;
    }
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    if (currentLeft == 0 && !turn()) {
      return -1;
    }
    int count = current.read(target, offset, Math.min(length, currentLeft));
    if (count < 0) {
      throw new EOFException("a range ended " + currentLeft + " bytes before its end");
    }
    currentLeft -= count;
    return count;
  }

  /** Turns to the next range, if there is one. */
  private boolean turn() throws IOException {
    current.close();
    Future<Range> awaited = ahead.poll();
    if (awaited == null) {
      return false;
    }
    if (currentRange != null) {
      unused.push(currentRange);
    }
    fetchAhead();
    Range range = await(awaited);
    current = new ByteArrayInputStream(range.bytes, 0, range.count);
    currentLeft = range.count;
    currentRange = range;
    return true;
  }

  private static Range await(Future<Range> range) throws IOException {
    try {
      return range.get();
    } catch (InterruptedException e) {
      throw Interrupted.during("a range was read", e);
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException failure
          ? failure
          : new IOException("a range cannot be read", e.getCause());
    }
  }

  @Override
  public void close() throws IOException {
    if (closed) {
      return;
    }
    closed = true;
    threads.shutdownNow();
    current.close();
    threads.close();
    budget.giveBack();
  }
}
