// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Interrupted;
import java.io.IOException;
import java.io.InputStream;
import java.net.http.HttpResponse.BodySubscriber;
import java.net.http.HttpTimeoutException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Flow.Subscription;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The body of a response as a stream: buffers are taken over from the HTTP client as they are and
 * copied once, into the reader's array. At most {@link #AHEAD} deliveries wait for the reader; the
 * client stops to read from the socket meanwhile. A read that waits ends when nothing came for the
 * given time, and at once when its thread is interrupted.
 *
 * <p>One thread reads; any may close. The JDK's own stream has no time-out and hands over one
 * buffer per read.
 */
final class BodyStream extends InputStream implements BodySubscriber<InputStream> {
  /** How many deliveries the client may be ahead; it puts up to three buffers into one. */
  private static final int AHEAD = 4;

  private static final List<ByteBuffer> END = List.of();

  private final Duration patience;

  /** Never holds more than {@link #AHEAD} deliveries and the end. */
  private final BlockingQueue<List<ByteBuffer>> deliveries = new LinkedBlockingQueue<>();

  private final Object lock = new Object();
  private @Nullable Subscription subscription; // guarded by lock
  private boolean closed; // guarded by lock

  /** Set before {@link #END} is queued, read behind it. */
  private volatile @Nullable Throwable failure;

  private Iterator<ByteBuffer> delivery = END.iterator();
  private ByteBuffer buffer = ByteBuffer.allocate(0);
  private int used;
  private boolean ended;

  BodyStream(Duration patience) {
    this.patience = patience;
  }

  @Override
  public CompletionStage<InputStream> getBody() {
    return CompletableFuture.completedStage(this);
  }

  @Override
  public void onSubscribe(Subscription given) {
    synchronized (lock) {
      if (closed) {
        given.cancel();
        return;
      }
      subscription = given;
    }
    given.request(AHEAD);
  }

  @Override
  public void onNext(List<ByteBuffer> buffers) {
    if (buffers.isEmpty()) {
      requestMore(1); // it would look like the end
    } else {
      deliveries.add(buffers);
    }
  }

  @Override
  public void onError(Throwable thrown) {
    failure = thrown;
    deliveries.add(END);
  }

  @Override
  public void onComplete() {
    deliveries.add(END);
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, target.length);
    int count = 0;
    // What has arrived is handed out together; only the first byte is worth waiting for.
    while (count < length && hasBytes(count == 0)) {
      int part = Math.min(length - count, buffer.remaining());
      buffer.get(target, offset + count, part);
      count += part;
    }
    return count == 0 && length > 0 ? -1 : count;
  }

  private boolean hasBytes(boolean waiting) throws IOException {
    while (!buffer.hasRemaining()) {
      if (delivery.hasNext()) {
        buffer = delivery.next();
      } else if (ended || !hasDelivery(waiting)) {
        return false;
      }
    }
    return true;
  }

  private boolean hasDelivery(boolean waiting) throws IOException {
    List<ByteBuffer> next = deliveries.poll();
    if (next == null && waiting) {
      next = await();
    }
    if (next == null) {
      return false;
    }
    if (next.isEmpty()) {
      if (waiting) {
        end();
      } else {
        deliveries.add(END); // a failure is for the next read: this one has bytes to hand out
      }
      return false;
    }
    delivery = next.iterator();
    used++;
    if (used == AHEAD / 2) {
      requestMore(used);
      used = 0;
    }
    return true;
  }

  private List<ByteBuffer> await() throws IOException {
    requireOpen();
    try {
      List<ByteBuffer> next = deliveries.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
      if (next == null) {
        close();
        throw new HttpTimeoutException("nothing came for " + patience.toMillis() + " ms");
      }
      return next;
    } catch (InterruptedException e) {
      close();
      throw Interrupted.during("a body was read", e);
    }
  }

  /** A failure stays, and so does the end of the stream. */
  private void end() throws IOException {
    Throwable thrown = failure;
    if (thrown == null) {
      ended = true;
      return;
    }
    deliveries.add(END);
    requireOpen();
    throw thrown instanceof IOException e ? e : new IOException("the body broke off", thrown);
  }

  private void requestMore(int count) {
    synchronized (lock) {
      if (subscription != null && !closed) {
        subscription.request(count);
      }
    }
  }

  private void requireOpen() throws IOException {
    synchronized (lock) {
      if (closed) {
        throw new IOException("the stream is closed");
      }
    }
  }

  /** Ends the connection if the body was not read to its end. */
  @Override
  public void close() {
    synchronized (lock) {
      if (!closed && !ended && subscription != null) {
        subscription.cancel();
      }
      closed = true;
    }
    deliveries.clear();
    // Wakes a reader in another thread.
    onError(new IOException("the stream is closed"));
  }
}
