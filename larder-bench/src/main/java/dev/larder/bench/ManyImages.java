// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.bench.input.ManyLayers;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Homes that hold a thousand images of ten layers each, loaded from one archive.
 *
 * @param larder larder's home
 * @param msb the peer's home
 */
record ManyImages(Path larder, Path msb) {
  static final int IMAGES = 1000;
  private static final int LAYERS_OF_EACH = 10;

  /** {@return the homes, which take a while to fill} */
  static ManyImages in(Workbench bench) throws IOException, InterruptedException {
    Path archive = bench.directory("archive").resolve("many.tar");
    ManyLayers.writeArchive(IMAGES, LAYERS_OF_EACH, archive);
    var homes = new ManyImages(bench.directory("many-larder"), bench.directory("many-msb"));
    Commands commands = bench.commands();
    String input = archive.toString();
    Contender larder =
        commands
            .larder("load", "-q", "-i", input)
            .judgedBy(commands.verification())
            .in(homes.larder);
    Measurement.of(larder.command(), larder.environment());
    Measurement.of(larder.after(), larder.environment());
    bench.noteVerified("load of " + IMAGES + " images of " + LAYERS_OF_EACH + " layers");
    Contender msb = commands.msb("load", "-q", "-i", input).in(homes.msb);
    Measurement.of(msb.command(), msb.environment());
    Files.delete(archive);
    return homes;
  }

  /** {@return an image that the homes hold} */
  static String reference() {
    return ManyLayers.name(IMAGES / 2);
  }
}
