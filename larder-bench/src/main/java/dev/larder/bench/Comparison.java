// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/**
 * What contenders took, turn by turn.
 *
 * @param title what they did
 * @param runs by the contenders' names, in their order
 */
record Comparison(String title, Map<String, List<Measurement>> runs) {

  /** Copies the map, in its order. */
  Comparison {
    runs = Collections.unmodifiableMap(new LinkedHashMap<>(runs));
  }

  /** {@return the line about elapsed time} */
  Figure wall(Unit unit, List<Target> targets) {
    return figure(title, unit, Measurement::wallSeconds, targets);
  }

  /** {@return the line about processor time} */
  Figure cpu(List<Target> targets) {
    return figure(title + ": CPU", Unit.SECONDS, Measurement::cpuSeconds, targets);
  }

  /** {@return the line about memory, of which the floor's says nothing} */
  Figure peakResident(List<Target> targets) {
    return new Figure(
        title + ": peak resident memory",
        Unit.MEGABYTES,
        of(Contender.LARDER, Measurement::peakResidentBytes),
        of(Contender.PEER, Measurement::peakResidentBytes),
        Samples.NONE,
        targets);
  }

  private Figure figure(
      String what, Unit unit, ToDoubleFunction<Measurement> measure, List<Target> targets) {
    return new Figure(
        what,
        unit,
        of(Contender.LARDER, measure),
        of(Contender.PEER, measure),
        of(Contender.FLOOR, measure),
        targets);
  }

  private Samples of(String contender, ToDoubleFunction<Measurement> measure) {
    return Samples.of(runs.getOrDefault(contender, List.of()), measure);
  }
}
