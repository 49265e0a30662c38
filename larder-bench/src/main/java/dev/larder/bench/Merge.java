// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.bench.input.WhiteoutLayers;
import dev.larder.testkit.oracle.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Merges a layer of files and one of whiteouts, in this process, warmed: reads both, merges, writes
 * fsmeta. Larger ones may take as much longer as they are larger.
 */
final class Merge implements Row {
  private static final int FILES = 100_000;
  private static final double SECONDS = 0.3;
  private static final int[] TIMES = {1, 4};
  private static final int MERGES_IN_A_TURN = 3;

  @Override
  public String name() {
    return "merge";
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    var figures = new ArrayList<Figure>();
    for (int times : TIMES) {
      int files = times * FILES;
      Path directory = bench.directory("merge");
      var layers = WhiteoutLayers.in(directory, files);
      Path fsmeta = directory.resolve("fsmeta");
      Samples seconds =
          Calls.seconds(
              bench.turns(),
              MERGES_IN_A_TURN,
              () -> {
                Files.deleteIfExists(fsmeta);
                return layers.merge(fsmeta);
              });
      String what =
          String.format(
              Locale.ROOT, "merge of %,d files and %,d whiteouts", files, files / 100 * 8);
      figures.add(
          Figure.alone(what, Unit.MILLISECONDS, seconds, new Target.AtMost(times * SECONDS)));
      Trees.delete(directory);
    }
    return figures;
  }
}
