// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.input;

import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import java.io.IOException;
import java.nio.file.Path;

/** Many images of small layers that no two of them share. */
public final class ManyLayers {
  private static final int TEXT_BYTES = 5000;

  private ManyLayers() {}

  /** {@return the name of an image, as archives have it} */
  public static String name(int image) {
    return "registry.test/many/image-" + image + ":1";
  }

  /** Writes {@code images} images, numbered from 0, into one OCI archive. */
  public static void writeArchive(int images, int layersOfEach, Path file) throws IOException {
    var prose = new Prose();
    var archive = new ImageArchive();
    for (int i = 0; i < images; i++) {
      var image = new ImageBuilder().env("PATH=/usr/bin").cmd("sh");
      for (int layer = 0; layer < layersOfEach; layer++) {
        String path = "layer-" + layer + "/of-image-" + i;
        image.layer(
            new TarBuilder()
                .directory("layer-" + layer + "/")
                .file(path, prose.piece(i * layersOfEach + layer, TEXT_BYTES)));
      }
      archive.add(name(i), image.build());
    }
    archive.writeOciArchive(file);
  }
}
