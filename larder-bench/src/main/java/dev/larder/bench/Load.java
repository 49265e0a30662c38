// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.testkit.oracle.LabImages;
import dev.larder.testkit.oracle.Skopeo;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;

/** Loads a lab image from an OCI archive into an empty home. */
final class Load implements Row {
  private static final String TAG = "devbox";

  @Override
  public String name() {
    return "load-" + TAG;
  }

  @Override
  public List<Figure> measure(Workbench bench) throws IOException, InterruptedException {
    Path archive = bench.directory("archive").resolve(TAG + ".tar");
    Skopeo.copy(
        "oci:" + LabImages.require().layout() + ":" + TAG, "oci-archive:" + archive + ":" + TAG);
    Commands commands = bench.commands();
    Comparison comparison =
        bench.compare(
            "load of `" + TAG + "` from an OCI archive",
            commands
                .larder("load", "-q", "-i", archive.toString())
                .judgedBy(commands.verification()),
            commands.msb("load", "-q", "-i", archive.toString()));
    return List.of(comparison.wall(Unit.SECONDS, List.of(new Target.OfPeer(0.4))));
  }
}
