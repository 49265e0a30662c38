// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.time.Duration;
import java.util.List;

/**
 * Which images a prune removes. An image that a sandbox or a lease holds is never among them. Of
 * the others those go that all rules let go; a size budget then takes further ones, the least
 * recently used first.
 *
 * @param scope whether named images may go
 * @param minimumAge only images whose last use is at least this long ago
 * @param keepLast of each repository so many of the newest images stay; 0 or more
 * @param filters only images that match them all
 * @param budgetBytes if at least 0: images go, least recently used first, only until the cache
 *     takes no more than this; if {@link #NO_BUDGET}: all that the other rules let go
 */
public record PrunePolicy(
    Scope scope, Duration minimumAge, int keepLast, List<ImageFilter> filters, long budgetBytes) {

  /** No size budget. */
  public static final long NO_BUDGET = -1;

  /** Which images a prune looks at. */
  public enum Scope {
    /** All that nothing uses. */
    UNUSED,
    /** Only those without a name, because their tag has moved. */
    DANGLING
  }

  /** Checks the ranges and copies the list. */
  public PrunePolicy {
    if (minimumAge.isNegative()) {
      throw new IllegalArgumentException("negative age " + minimumAge);
    }
    if (keepLast < 0) {
      throw new IllegalArgumentException("cannot keep the last " + keepLast);
    }
    if (budgetBytes < NO_BUDGET) {
      throw new IllegalArgumentException("negative budget " + budgetBytes);
    }
    filters = List.copyOf(filters);
  }

  /** {@return all images that nothing uses: what {@code prune()} does} */
  public static PrunePolicy unused() {
    return new PrunePolicy(Scope.UNUSED, Duration.ZERO, 0, List.of(), NO_BUDGET);
  }

  /** {@return only images without a name} */
  public static PrunePolicy dangling() {
    return new PrunePolicy(Scope.DANGLING, Duration.ZERO, 0, List.of(), NO_BUDGET);
  }

  /** {@return this policy for images whose last use is at least {@code value} ago} */
  public PrunePolicy withMinimumAge(Duration value) {
    return new PrunePolicy(scope, value, keepLast, filters, budgetBytes);
  }

  /** {@return this policy, which spares the newest {@code value} images of each repository} */
  public PrunePolicy withKeepLast(int value) {
    return new PrunePolicy(scope, minimumAge, value, filters, budgetBytes);
  }

  /** {@return this policy for images that match all of {@code value}} */
  public PrunePolicy withFilters(List<ImageFilter> value) {
    return new PrunePolicy(scope, minimumAge, keepLast, value, budgetBytes);
  }

  /** {@return this policy, which removes only what brings the cache down to {@code value} bytes} */
  public PrunePolicy withBudgetBytes(long value) {
    return new PrunePolicy(scope, minimumAge, keepLast, filters, value);
  }
}
