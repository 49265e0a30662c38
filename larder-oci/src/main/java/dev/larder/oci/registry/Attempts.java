// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.source.Retry;
import dev.larder.oci.source.RetryListener;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The attempts at one document or one blob. One thread uses it. */
final class Attempts {
  private static final Logger LOGGER = System.getLogger(Attempts.class.getName());

  /** So much more than before the last failure, and the connection is worth all its attempts. */
  private static final long PROGRESS_BYTES = 1 << 20;

  /** Something that may have to be done more than once. */
  interface Work<T> {
    T run() throws IOException;
  }

  private final RetryPolicy policy;
  private final Waiting waiting;
  private final RetryListener listener;
  private final List<RegistryException> failures = new ArrayList<>();
  private long positionBytes;
  private long bytesSinceFailure;

  Attempts(RetryPolicy policy, Waiting waiting, RetryListener listener) {
    this.policy = policy;
    this.waiting = waiting;
    this.listener = listener;
  }

  /** {@return what {@code work} returned in the end} */
  <T> T run(Work<T> work) throws IOException {
    while (true) {
      try {
        return work.run();
      } catch (RegistryException e) {
        failed(e);
      }
    }
  }

  /** Notes bytes that did arrive. */
  void progressed(long bytes) {
    positionBytes += bytes;
    bytesSinceFailure += bytes;
    if (bytesSinceFailure >= PROGRESS_BYTES) {
      failures.clear();
    }
  }

  /** Waits until it is time to try again, or throws {@code failure} if it is not to be. */
  void failed(RegistryException failure) throws IOException {
    Optional<Duration> asked = failure.findRetryAfter();
    boolean hopeless =
        !failure.isTransient()
            || failures.size() + 1 >= policy.attempts()
            || asked.filter(wait -> wait.compareTo(policy.longestRetryAfter()) > 0).isPresent();
    if (hopeless) {
      failures.forEach(failure::addSuppressed);
      throw failure;
    }
    failures.add(failure);
    bytesSinceFailure = 0;
    Duration wait = jittered(policy.bound(failures.size()));
    sleep(asked.map(wait::plus).orElse(wait), failure);
  }

  private Duration jittered(Duration bound) {
    return Duration.ofNanos(waiting.random().nextLong(bound.toNanos() + 1));
  }

  private void sleep(Duration wait, RegistryException failure) throws InterruptedIOException {
    String reason = String.valueOf(failure.getMessage());
    LOGGER.log(Level.DEBUG, () -> "again in " + wait.toMillis() + " ms, since " + reason);
    listener.onRetry(new Retry(reason, positionBytes, wait));
    var event = new RetryJfrEvent();
    event.registry = failure.registry();
    event.repository = failure.repository();
    event.reference = failure.reference();
    event.reason = reason;
    event.positionBytes = positionBytes;
    event.begin();
    try {
      waiting.pause().sleep(wait);
    } catch (InterruptedException e) {
      throw Interrupted.during("the next attempt was awaited", e);
    } finally {
      event.commit();
    }
  }
}
