// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.testkit.oracle.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Runs contenders in turns, A B C A B C, so that a machine whose speed drifts is fair to all. */
final class Turns {
  private final Path scratch;
  private final int count;

  /** Takes {@code count} turns, with each run's home under {@code scratch}. */
  Turns(Path scratch, int count) {
    this.scratch = scratch;
    this.count = count;
  }

  /**
   * {@return each contender's measurements, after one turn that does not count but is judged}
   *
   * @throws IOException if a command fails
   */
  Map<String, List<Measurement>> run(List<Contender> contenders)
      throws IOException, InterruptedException {
    var results = new LinkedHashMap<String, List<Measurement>>();
    for (Contender contender : contenders) {
      once(contender, true);
    }
    for (int turn = 0; turn < count; turn++) {
      for (Contender contender : contenders) {
        results
            .computeIfAbsent(contender.name(), name -> new ArrayList<>())
            .add(once(contender, false));
      }
    }
    return results;
  }

  private Measurement once(Contender contender, boolean judged)
      throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(scratch, "home");
    try {
      Contender here = contender.in(home);
      if (!here.before().isEmpty()) {
        Measurement.of(here.before(), here.environment());
      }
      // What others left to be written would be written at this one's cost.
      Measurement.of(List.of("sync"), Map.of());
      Measurement measurement = Measurement.of(here.command(), here.environment());
      if (judged && !here.after().isEmpty()) {
        Measurement.of(here.after(), here.environment());
      }
      return measurement;
    } finally {
      Trees.delete(home);
    }
  }
}
