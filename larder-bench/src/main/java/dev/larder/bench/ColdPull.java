// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/**
 * Pulls an image into an empty home, process start included.
 *
 * @param name what selects it
 * @param what what the table calls it
 * @param image brings the image into the registry
 * @param wall what the elapsed time is to reach
 * @param cpu what the processor time is to reach; none leaves its line out
 */
record ColdPull(String name, String what, Source image, List<Target> wall, List<Target> cpu)
    implements Row {
  private static final Target MEMORY = new Target.AtMost(200e6);

  /** Copies the targets. */
  ColdPull {
    wall = List.copyOf(wall);
    cpu = List.copyOf(cpu);
  }

  /** {@return the pull of a lab image} */
  static ColdPull ofLab(String tag, List<Target> wall, List<Target> cpu) {
    String what = "cold pull of `" + tag + "`";
    return new ColdPull("cold-" + tag, what, bench -> bench.registry().lab(tag), wall, cpu);
  }

  /** Brings an image into the registry of a workbench. */
  @FunctionalInterface
  interface Source {
    RegistryImage serve(Workbench bench) throws IOException;
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    RegistryImage pulled = image.serve(bench);
    Commands commands = bench.commands();
    Comparison comparison =
        bench.compare(
            what,
            commands.larderPull(pulled.reference()),
            commands.msbPull(pulled.reference()),
            commands.floor(pulled.layers()));
    var figures = new ArrayList<Figure>();
    figures.add(comparison.wall(Unit.SECONDS, wall));
    if (!cpu.isEmpty()) {
      figures.add(comparison.cpu(cpu));
    }
    figures.add(comparison.peakResident(List.of(MEMORY)));
    return figures;
  }
}
