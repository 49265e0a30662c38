// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.function.ToDoubleFunction;

/** Prints all that a comparison gave: medians with their spread, and ratios to the rest. */
final class Details {
  private static final double MB = 1e6;

  private Details() {}

  /** {@return a row for each contender, and one for the first beside each of the others} */
  static String of(Comparison comparison) {
    var text = new StringBuilder(comparison.title()).append('\n');
    line(text, "", "wall s", "CPU s", "peak MB", "MB written");
    comparison.runs().forEach((name, runs) -> contender(text, name, runs));
    String first = comparison.runs().keySet().iterator().next();
    var own = Objects.requireNonNull(comparison.runs().get(first));
    comparison
        .runs()
        .forEach(
            (name, runs) -> {
              if (!name.equals(first)) {
                ratios(text, first + " / " + name, own, runs);
              }
            });
    return text.toString();
  }

  private static void contender(StringBuilder text, String name, List<Measurement> runs) {
    line(
        text,
        name,
        Unit.NONE.spread(Samples.of(runs, Measurement::wallSeconds)),
        Unit.NONE.spread(Samples.of(runs, Measurement::cpuSeconds)),
        Unit.NONE.spread(Samples.of(runs, run -> run.peakResidentBytes() / MB)),
        Unit.NONE.spread(Samples.of(runs, run -> run.writtenBytes() / MB)));
  }

  private static void ratios(
      StringBuilder text, String name, List<Measurement> own, List<Measurement> others) {
    line(
        text,
        name,
        ratio(own, others, Measurement::wallSeconds),
        ratio(own, others, Measurement::cpuSeconds),
        ratio(own, others, Measurement::peakResidentBytes),
        ratio(own, others, Measurement::writtenBytes));
  }

  private static String ratio(
      List<Measurement> own, List<Measurement> others, ToDoubleFunction<Measurement> figure) {
    return Unit.NONE.spread(Samples.of(own, figure).dividedBy(Samples.of(others, figure)));
  }

  private static void line(StringBuilder text, String name, String... cells) {
    text.append(String.format(Locale.ROOT, "%-16s", name));
    for (String cell : cells) {
      text.append(String.format(Locale.ROOT, " %22s", cell));
    }
    text.append('\n');
  }
}
