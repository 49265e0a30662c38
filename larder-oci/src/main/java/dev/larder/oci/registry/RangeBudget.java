// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Bounds what is fetched ahead: one blob of a client at a time is fetched in several ranges at
 * once, the others in one. Safe for use by several threads.
 */
final class RangeBudget {
  private final int ranges;
  private final AtomicBoolean taken = new AtomicBoolean();

  /**
   * A budget that nobody has taken.
   *
   * @param ranges how many ranges of a blob are fetched at once; with one, nobody gets it
   */
  RangeBudget(int ranges) {
    this.ranges = ranges;
  }

  int ranges() {
    return ranges;
  }

  /** {@return whether it is worth to prepare for {@link #tryTake}} */
  boolean isFree() {
    return ranges > 1 && !taken.get();
  }

  /** {@return whether the budget is the caller's until {@link #giveBack}} */
  boolean tryTake() {
    return ranges > 1 && taken.compareAndSet(false, true);
  }

  void giveBack() {
    taken.set(false);
  }
}
