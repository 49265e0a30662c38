// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;

/** Prints measurements: medians with their spread, and ratios to the first contender's. */
final class Table {
  private static final double MIB = 1024.0 * 1024.0;

  private Table() {}

  /**
   * {@return a table of the measurements, one row per contender; the first is compared with the
   * rest}
   */
  static String of(String title, Map<String, List<Measurement>> results) {
    var text = new StringBuilder();
    text.append(
        String.format(
            Locale.ROOT,
            "%s%n%-14s %22s %22s %10s %10s%n",
            title,
            "",
            "wall s (min-max)",
            "CPU s (min-max)",
            "peak MiB",
            "MiB written"));
    results.forEach(
        (name, runs) ->
            text.append(
                String.format(
                    Locale.ROOT,
                    "%-14s %22s %22s %10.0f %10.0f%n",
                    name,
                    spread(runs, Measurement::wallSeconds),
                    spread(runs, Measurement::cpuSeconds),
                    median(runs, run -> run.peakResidentBytes() / MIB),
                    median(runs, run -> run.writtenBytes() / MIB))));
    String first = results.keySet().iterator().next();
    results.forEach(
        (name, runs) -> {
          if (!name.equals(first)) {
            text.append(ratios(first, results.getOrDefault(first, List.of()), name, runs));
          }
        });
    return text.toString();
  }

  private static String ratios(
      String first, List<Measurement> own, String other, List<Measurement> theirs) {
    return String.format(
        Locale.ROOT,
        "%s / %s: wall %.2f, CPU %.2f, peak resident %.2f%n",
        first,
        other,
        ratio(own, theirs, Measurement::wallSeconds),
        ratio(own, theirs, Measurement::cpuSeconds),
        ratio(own, theirs, Measurement::peakResidentBytes));
  }

  private static double ratio(
      List<Measurement> own, List<Measurement> theirs, ToDoubleFunction<Measurement> figure) {
    return median(own, figure) / median(theirs, figure);
  }

  private static String spread(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    return String.format(
        Locale.ROOT,
        "%.2f (%.2f-%.2f)",
        median(runs, figure),
        sorted[0],
        sorted[sorted.length - 1]);
  }

  private static double median(List<Measurement> runs, ToDoubleFunction<Measurement> figure) {
    double[] sorted = runs.stream().mapToDouble(figure).sorted().toArray();
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }
}
