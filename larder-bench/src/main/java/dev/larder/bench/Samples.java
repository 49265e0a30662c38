// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;

/**
 * What the turns gave, in their order.
 *
 * @param values a value for each turn, none where nothing was measured
 */
record Samples(List<Double> values) {
  static final Samples NONE = new Samples(List.of());

  /** Copies the list. */
  Samples {
    values = List.copyOf(values);
  }

  /** {@return one figure of each run} */
  static Samples of(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
    return new Samples(runs.stream().map(figure::applyAsDouble).toList());
  }

  boolean isEmpty() {
    return values.isEmpty();
  }

  /**
   * {@return the ratios, turn by turn; none if the other took too little to be seen} Neighbours in
   * time meet the same machine, so these spread less than the figures do.
   */
  Samples dividedBy(Samples other) {
    if (other.values.contains(0.0)) {
      return NONE;
    }
    int count = Math.min(values.size(), other.values.size());
    return new Samples(
        IntStream.range(0, count)
            .mapToObj(turn -> values.get(turn) / other.values.get(turn))
            .toList());
  }

  double median() {
    List<Double> sorted = values.stream().sorted().toList();
    int middle = sorted.size() / 2;
    return sorted.size() % 2 == 1
        ? sorted.get(middle)
        : (sorted.get(middle - 1) + sorted.get(middle)) / 2;
  }

  double least() {
    return values.stream().mapToDouble(Double::doubleValue).min().orElseThrow();
  }

  double greatest() {
    return values.stream().mapToDouble(Double::doubleValue).max().orElseThrow();
  }
}
