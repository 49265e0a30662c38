// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

import java.time.Duration;
import java.util.List;

/**
 * Which images a prune removes. An image that a sandbox or a lease holds is never among them. Of
 * the others those may go that all rules let go. With a size budget or a floor of free space only
 * so many of them do that both are kept, the least recently used first.
 *
 * @param scope whether named images may go
 * @param minimumAge only images whose last use is at least this long ago
 * @param gracePeriod only images that came under their name at least this long ago, so that what
 *     was just pulled has time to be used
 * @param keepLast of each repository so many of the newest images stay; 0 or more
 * @param filters only images that match them all
 * @param budgetBytes the files of images may take this much; 0 or more, or {@link #NO_BUDGET}
 * @param freeBytes the home's file system is to have this much left for its user; 0 or more, or
 *     {@link #NO_FLOOR}
 */
public record PrunePolicy(
    Scope scope,
    Duration minimumAge,
    Duration gracePeriod,
    int keepLast,
    List<ImageFilter> filters,
    long budgetBytes,
    long freeBytes) {

  /** No size budget. */
  public static final long NO_BUDGET = -1;

  /** No floor of free space. */
  public static final long NO_FLOOR = -1;

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
    if (gracePeriod.isNegative()) {
      throw new IllegalArgumentException("negative grace period " + gracePeriod);
    }
    if (keepLast < 0) {
      throw new IllegalArgumentException("cannot keep the last " + keepLast);
    }
    if (budgetBytes < NO_BUDGET) {
      throw new IllegalArgumentException("negative budget " + budgetBytes);
    }
    if (freeBytes < NO_FLOOR) {
      throw new IllegalArgumentException("negative free space " + freeBytes);
    }
    filters = List.copyOf(filters);
  }

  /** {@return all images that nothing uses: what {@code prune()} does} */
  public static PrunePolicy unused() {
    return of(Scope.UNUSED);
  }

  /** {@return only images without a name} */
  public static PrunePolicy dangling() {
    return of(Scope.DANGLING);
  }

  private static PrunePolicy of(Scope scope) {
    return new PrunePolicy(scope, Duration.ZERO, Duration.ZERO, 0, List.of(), NO_BUDGET, NO_FLOOR);
  }

  /** {@return this policy for images whose last use is at least {@code value} ago} */
  public PrunePolicy withMinimumAge(Duration value) {
    return new PrunePolicy(scope, value, gracePeriod, keepLast, filters, budgetBytes, freeBytes);
  }

  /** {@return this policy, which spares images that came less than {@code value} ago} */
  public PrunePolicy withGracePeriod(Duration value) {
    return new PrunePolicy(scope, minimumAge, value, keepLast, filters, budgetBytes, freeBytes);
  }

  /** {@return this policy, which spares the newest {@code value} images of each repository} */
  public PrunePolicy withKeepLast(int value) {
    return new PrunePolicy(scope, minimumAge, gracePeriod, value, filters, budgetBytes, freeBytes);
  }

  /** {@return this policy for images that match all of {@code value}} */
  public PrunePolicy withFilters(List<ImageFilter> value) {
    return new PrunePolicy(scope, minimumAge, gracePeriod, keepLast, value, budgetBytes, freeBytes);
  }

  /** {@return this policy, which removes only what brings the cache down to {@code value} bytes} */
  public PrunePolicy withBudgetBytes(long value) {
    return new PrunePolicy(scope, minimumAge, gracePeriod, keepLast, filters, value, freeBytes);
  }

  /** {@return this policy, which removes only what brings free space up to {@code value} bytes} */
  public PrunePolicy withFreeBytes(long value) {
    return new PrunePolicy(scope, minimumAge, gracePeriod, keepLast, filters, budgetBytes, value);
  }

  /** {@return whether only so many images go as a budget or a floor asks for} */
  public boolean isBounded() {
    return budgetBytes != NO_BUDGET || freeBytes != NO_FLOOR;
  }
}
