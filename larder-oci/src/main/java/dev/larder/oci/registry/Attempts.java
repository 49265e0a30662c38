// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Interrupted;
import dev.larder.oci.hosts.Endpoint;
import dev.larder.oci.source.DigestMismatchException;
import dev.larder.oci.source.DocumentTooLargeException;
import dev.larder.oci.source.Retry;
import dev.larder.oci.source.RetryListener;
import dev.larder.oci.source.SizeMismatchException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;

/**
 * The attempts at one document or one blob: one at each place that may have it, without waiting,
 * and at the last place several. One thread at a time uses it.
 */
final class Attempts {
  /** So much more than before the last failure, and the connection is worth all its attempts. */
  private static final long PROGRESS_BYTES = 1 << 20;

  /** Something that may have to be done more than once. */
  interface Work<T> {
    T run(Target target) throws IOException;
  }

  private final RetryPolicy policy;
  private final Waiting waiting;
  private final RetryListener listener;
  private final List<Target> targets;
  private final Consumer<Endpoint> left;

  /** At the places before, since each was last left. */
  private final List<IOException> elsewhere = new ArrayList<>();

  /** At the last place. */
  private final List<RegistryException> failures = new ArrayList<>();

  private boolean over;
  private long positionBytes;
  private long bytesSinceFailure;

  /**
   * Attempts that begin with the first of {@code targets}.
   *
   * @param targets the same thing in different places, at least one
   * @param left is told of places that need not be asked again
   */
  Attempts(
      RetryPolicy policy,
      Waiting waiting,
      RetryListener listener,
      List<Target> targets,
      Consumer<Endpoint> left) {
    this.policy = policy;
    this.waiting = waiting;
    this.listener = listener;
    this.targets = targets;
    this.left = left;
  }

  /** {@return what is asked for now} */
  Target target() {
    return targets.get(elsewhere.size());
  }

  /**
   * Leaves all places that were asked, since what came of them in the end is wrong.
   *
   * @return whether it may be had at others, or at the last one alone
   */
  boolean leaveAll() {
    targets.subList(0, elsewhere.size() + 1).forEach(target -> left.accept(target.at()));
    return !over && targets.size() > 1;
  }

  /** {@return what {@code work} returned in the end} */
  <T> T run(Work<T> work) throws IOException {
    while (true) {
      try {
        return work.run(target());
      } catch (RegistryException
          | DigestMismatchException
          | SizeMismatchException
          | DocumentTooLargeException e) {
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

  /**
   * Turns to the next place, or waits at the last until it is time to try again, or throws {@code
   * failure} if it is not to be.
   */
  void failed(IOException failure) throws IOException {
    if (elsewhere.size() + 1 < targets.size()) {
      if (isLasting(failure)) {
        left.accept(target().at());
      }
      pause(Duration.ZERO, failure);
      elsewhere.add(failure);
    } else if (failure instanceof RegistryException e && (isWorthAnother(e) || isWorthARound(e))) {
      if (!e.isTransient()) {
        elsewhere.clear(); // from the first place on
      }
      failures.add(e);
      Duration wait = jittered(policy.bound(failures.size()));
      pause(e.findRetryAfter().map(wait::plus).orElse(wait), e);
    } else {
      over = true;
      failures.forEach(failure::addSuppressed);
      elsewhere.forEach(failure::addSuppressed);
      throw failure;
    }
    bytesSinceFailure = 0;
  }

  /** Whether a place need not be asked again: it is not there, or gives what is wrong. */
  private static boolean isLasting(IOException failure) {
    return switch (failure) {
      case UnreachableException e -> e.reason() != UnreachableException.Reason.DROPPED;
      case ProxyException _ -> true;
      case RegistryException _ -> false;
      default -> true;
    };
  }

  /** Whether there is no way to the last place, and another has failed for a passing reason. */
  private boolean isWorthARound(RegistryException failure) {
    return failure instanceof UnreachableException
        && failures.size() + 1 < policy.attempts()
        && elsewhere.stream()
            .anyMatch(earlier -> earlier instanceof RegistryException e && e.isTransient());
  }

  private boolean isWorthAnother(RegistryException failure) {
    Optional<Duration> asked = failure.findRetryAfter();
    return failure.isTransient()
        && failures.size() + 1 < policy.attempts()
        && asked.filter(wait -> wait.compareTo(policy.longestRetryAfter()) > 0).isEmpty();
  }

  private Duration jittered(Duration bound) {
    return Duration.ofNanos(waiting.random().nextLong(bound.toNanos() + 1));
  }

  private void pause(Duration wait, IOException failure) throws InterruptedIOException {
    String reason = String.valueOf(failure.getMessage());
    System.getLogger(Attempts.class.getName())
        .log(Level.DEBUG, () -> "again in " + wait.toMillis() + " ms, since " + reason);
    listener.onRetry(new Retry(reason, positionBytes, wait));
    var event = new RetryJfrEvent();
    event.registry = target().registry();
    event.repository = target().repository();
    event.reference = target().name();
    event.reason = reason;
    event.positionBytes = positionBytes;
    event.begin();
    try {
      if (wait.isPositive()) {
        waiting.pause().sleep(wait);
      }
    } catch (InterruptedException e) {
      throw Interrupted.during("the next attempt was awaited", e);
    } finally {
      event.commit();
    }
  }
}
