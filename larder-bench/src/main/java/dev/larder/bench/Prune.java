// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Prunes everything from copies of homes of many images. */
final class Prune implements Row {
  @Override
  public String name() {
    return "prune";
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    ManyImages homes = bench.manyImages();
    Commands commands = bench.commands();
    Comparison comparison =
        bench.compare(
            "prune of " + ManyImages.IMAGES + " images of 10 layers",
            commands.larder("prune", "-q", "--yes").onHomeFilledBy(copyOf(homes.larder())),
            commands.msb("image", "prune", "-q", "--yes").onHomeFilledBy(copyOf(homes.msb())));
    return List.of(comparison.wall(Unit.SECONDS, List.of(new Target.OfPeer(0.7))));
  }

  private static List<String> copyOf(Path home) {
    return List.of("cp", "-a", home + "/.", Contender.HOME);
  }
}
