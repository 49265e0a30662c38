// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.util.List;

/**
 * A line of the table.
 *
 * @param what what was measured
 * @param unit how its values are printed
 * @param larder what larder takes
 * @param peer what the peer takes; none where there is nothing to compare
 * @param floor what the machine takes at least; none where nobody knows
 * @param targets what is to be reached; none for what is only told
 */
record Figure(
    String what, Unit unit, Samples larder, Samples peer, Samples floor, List<Target> targets) {

  /** Copies the targets. */
  Figure {
    targets = List.copyOf(targets);
  }

  /** {@return a figure of larder alone} */
  static Figure alone(String what, Unit unit, Samples larder, Target... targets) {
    return new Figure(what, unit, larder, Samples.NONE, Samples.NONE, List.of(targets));
  }

  Samples ofPeer() {
    return larder.dividedBy(peer);
  }

  Samples ofFloor() {
    return larder.dividedBy(floor);
  }
}
