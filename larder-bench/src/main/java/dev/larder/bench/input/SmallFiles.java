// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.input;

import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestLayer;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Random;

/** Many files of about 4 KB, a hundred in a directory, as packages of a language have them. */
public final class SmallFiles {
  /** The tag in a layout. */
  public static final String TAG = "small-files";

  private static final int FILES_IN_A_DIRECTORY = 100;
  private static final int LEAST_BYTES = 1 << 10;
  private static final int MOST_BYTES = 7 << 10;

  private SmallFiles() {}

  /** {@return a layer's tar} */
  public static TarBuilder tar(int files) {
    var prose = new Prose();
    var random = new Random(1);
    var tar = new TarBuilder();
    for (int i = 0; i < files; i++) {
      String directory = "usr/lib/modules/package-%04d/".formatted(i / FILES_IN_A_DIRECTORY);
      if (i % FILES_IN_A_DIRECTORY == 0) {
        tar.directory(directory);
      }
      int bytes = random.nextInt(LEAST_BYTES, MOST_BYTES);
      tar.file(directory + "file-" + i % FILES_IN_A_DIRECTORY + ".js", prose.piece(i, bytes));
    }
    return tar;
  }

  /**
   * Writes an image of one gzip layer.
   *
   * @param layout the OCI layout to make
   * @param blob where the layer goes; must not exist
   */
  public static void writeLayout(int files, Path layout, Path blob) throws IOException {
    var image =
        new ImageBuilder().layer(TestLayer.inFile(tar(files), Compression.GZIP, blob)).build();
    new ImageArchive().add(TAG, image).writeOciLayout(layout);
  }
}
