// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.time.Duration;

/**
 * How a request that failed for a passing reason is tried again: after a random time between
 * nothing and a bound that doubles with each failure.
 *
 * @param attempts how often something is tried in all, at least once; a blob that got ahead since
 *     its last failure starts to count anew
 * @param firstBound the bound of the first wait
 * @param lastBound the bound that the doubling ends at
 * @param longestRetryAfter the longest wait that a registry may ask for; if it asks for more, the
 *     request fails at once and says until when
 */
public record RetryPolicy(
    int attempts, Duration firstBound, Duration lastBound, Duration longestRetryAfter) {
  /** Six attempts within half a minute or so; up to a minute when a registry asks for it. */
  public static final RetryPolicy DEFAULT =
      new RetryPolicy(6, Duration.ofMillis(400), Duration.ofSeconds(15), Duration.ofSeconds(60));

  /** Checks the ranges. */
  public RetryPolicy {
    if (attempts < 1
        || firstBound.isNegative()
        || lastBound.compareTo(firstBound) < 0
        || longestRetryAfter.isNegative()) {
      throw new IllegalArgumentException(
          "at least one attempt, bounds that grow: %d, %s, %s, %s"
              .formatted(attempts, firstBound, lastBound, longestRetryAfter));
    }
  }

  /** {@return the bound of the wait behind the {@code failures}th failure in a row} */
  Duration bound(int failures) {
    Duration bound = firstBound;
    for (int doubled = 1; doubled < failures && bound.compareTo(lastBound) < 0; doubled++) {
      bound = bound.multipliedBy(2);
    }
    return bound.compareTo(lastBound) < 0 ? bound : lastBound;
  }
}
