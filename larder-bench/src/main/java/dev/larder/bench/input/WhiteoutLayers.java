// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.input;

import dev.larder.erofs.FsmetaSummary;
import dev.larder.erofs.FsmetaWriter;
import dev.larder.erofs.LayerConverter;
import dev.larder.erofs.LayerTree;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.TarBuilder;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A layer of many files, a hundred in a directory, and one above it that hides eight of each
 * hundred, both as EROFS.
 *
 * @param lower the layer of files
 * @param upper the layer of whiteouts
 */
public record WhiteoutLayers(Path lower, Path upper) {
  private static final int FILES_IN_A_DIRECTORY = 100;
  private static final int HIDDEN_IN_A_DIRECTORY = 8;

  /** {@return the layers, made in {@code directory}} */
  public static WhiteoutLayers in(Path directory, int files) throws IOException {
    var lower = new TarBuilder();
    var upper = new TarBuilder();
    for (int d = 0; d < files / FILES_IN_A_DIRECTORY; d++) {
      String name = "usr/share/directory-" + d + "/";
      lower.directory(name);
      for (int i = 0; i < FILES_IN_A_DIRECTORY; i++) {
        lower.file(name + "file-" + i, Content.zeros(1));
        if (i < HIDDEN_IN_A_DIRECTORY) {
          upper.whiteout(name + "file-" + i);
        }
      }
    }
    return new WhiteoutLayers(
        converted(lower, directory.resolve("lower")), converted(upper, directory.resolve("upper")));
  }

  /** {@return what merging them into {@code fsmeta}, a file that must not exist, gave} */
  public FsmetaSummary merge(Path fsmeta) throws IOException {
    try (var out = created(fsmeta)) {
      return FsmetaWriter.write(List.of(LayerTree.read(lower), LayerTree.read(upper)), out);
    }
  }

  private static Path converted(TarBuilder layer, Path file) throws IOException {
    Path tar = file.resolveSibling(file.getFileName() + ".tar");
    try (var out = new BufferedOutputStream(Files.newOutputStream(tar))) {
      layer.writeTo(out);
    }
    try (var in = new BufferedInputStream(Files.newInputStream(tar), 1 << 18);
        var out = created(file)) {
      LayerConverter.convert(in, out, LayerLimits.DEFAULT);
    }
    Files.delete(tar);
    return file;
  }

  private static FileChannel created(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
