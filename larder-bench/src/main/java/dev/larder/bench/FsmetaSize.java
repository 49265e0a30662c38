// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.testkit.oracle.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** How many bytes the merged metadata of a lab image has; larder's and msb's have like names. */
final class FsmetaSize implements Row {
  private static final String TAG = "devbox";

  @Override
  public String name() {
    return "fsmeta-" + TAG;
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    String reference = bench.registry().lab(TAG).reference();
    return List.of(
        new Figure(
            "fsmeta of `" + TAG + "`",
            Unit.MEGABYTES,
            bytes(bench, bench.commands().larderPull(reference)),
            bytes(bench, bench.commands().msbPull(reference)),
            Samples.NONE,
            List.of(new Target.OfPeer(0.4))));
  }

  private static Samples bytes(Workbench bench, Contender pull)
      throws IOException, InterruptedException {
    Path home = bench.directory("home");
    Contender here = pull.in(home);
    Measurement.of(here.command(), here.environment());
    try (Stream<Path> files = Files.walk(home)) {
      List<Path> found =
          files.filter(file -> file.toString().matches(".*/fsmeta/[^/]*\\.erofs")).toList();
      return new Samples(List.of((double) Files.size(found.getFirst())));
    } finally {
      Trees.delete(home);
    }
  }
}
