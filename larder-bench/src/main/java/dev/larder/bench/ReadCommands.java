// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.util.List;

/** Commands that only read, as processes, in homes of many images. */
final class ReadCommands implements Row {
  private static final List<Target> TARGET = List.of(new Target.AtMost(0.12));

  @Override
  public String name() {
    return "commands";
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    ManyImages homes = bench.manyImages();
    Commands commands = bench.commands();
    String reference = ManyImages.reference();
    String title = "` as a process, " + ManyImages.IMAGES + " images";
    return List.of(
        bench
            .compare(
                "`images" + title,
                commands.larder(homes.larder(), "images"),
                commands.msb(homes.msb(), "image", "list"))
            .wall(Unit.MILLISECONDS, TARGET),
        bench
            .compare(
                "`inspect" + title,
                commands.larder(homes.larder(), "inspect", reference),
                commands.msb(homes.msb(), "image", "inspect", reference))
            .wall(Unit.MILLISECONDS, TARGET));
  }
}
