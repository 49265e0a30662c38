// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.util.List;

/** Pulls a lab image that is there already. */
final class WarmPull implements Row {
  private static final String TAG = "app";

  @Override
  public String name() {
    return "warm-" + TAG;
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    String reference = bench.registry().lab(TAG).reference();
    Contender larder = bench.commands().larderPull(reference);
    Contender msb = bench.commands().msbPull(reference);
    Comparison comparison =
        bench.compare(
            "warm pull of `" + TAG + "`",
            larder.onHomeFilledBy(larder.command()),
            msb.onHomeFilledBy(msb.command()));
    return List.of(comparison.wall(Unit.MILLISECONDS, List.of(new Target.AtMost(0.15))));
  }
}
