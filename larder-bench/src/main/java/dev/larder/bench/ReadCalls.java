// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.ImageCache;
import java.io.IOException;
import java.util.List;

/** Calls that only read, in this process, warmed, on a cache of many images. */
final class ReadCalls implements Row {
  private static final int LISTS_IN_A_TURN = 300;
  private static final int CALLS_IN_A_TURN = 5000;

  @Override
  public String name() {
    return "calls";
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    String reference = ManyImages.reference();
    int turns = bench.turns();
    try (var cache = ImageCache.open(bench.manyImages().larder())) {
      return List.of(
          Figure.alone(
              "`list()` of " + ManyImages.IMAGES,
              Unit.MILLISECONDS,
              Calls.seconds(turns, LISTS_IN_A_TURN, cache::list),
              new Target.AtMost(0.002)),
          Figure.alone(
              "`get(…)`",
              Unit.MICROSECONDS,
              Calls.seconds(turns, CALLS_IN_A_TURN, () -> cache.get(reference)),
              new Target.AtMost(50e-6)),
          Figure.alone(
              "`inspect(…)`",
              Unit.MICROSECONDS,
              Calls.seconds(turns, CALLS_IN_A_TURN, () -> cache.inspect(reference)),
              new Target.AtMost(150e-6)));
    }
  }
}
