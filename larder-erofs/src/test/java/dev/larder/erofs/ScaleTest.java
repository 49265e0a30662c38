// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.erofs.read.ImageReader;
import dev.larder.erofs.read.LayerTreeReader;
import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.RegularFile;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many inodes: writing and reading take time in proportion to their number. */
final class ScaleTest {
  private static final int FEW = 25_000;
  private static final int MANY = 200_000;
  private static final int FILES_IN_A_DIRECTORY = 100;

  @TempDir private Path temporary;

  @Test
  void oneDirectory_writtenAndRead_inTimeThatGrowsWithItsNames() throws Exception {
    measure("one directory", ScaleTest::oneDirectory);
  }

  @Test
  void manyDirectories_writtenAndRead_inTimeThatGrowsWithTheirFiles() throws Exception {
    measure("many directories", ScaleTest::manyDirectories);
  }

  private static Directory oneDirectory(int files) {
    var root = Directory.of(Metadata.IMPLIED_DIRECTORY);
    for (int i = 0; i < files; i++) {
      root.put(FileName.of("file-number-" + i), file(i));
    }
    return root;
  }

  private static Directory manyDirectories(int files) {
    var root = Directory.of(Metadata.IMPLIED_DIRECTORY);
    for (int d = 0; d < files / FILES_IN_A_DIRECTORY; d++) {
      var directory = Directory.of(Metadata.IMPLIED_DIRECTORY);
      root.put(FileName.of("directory-" + d), directory);
      for (int i = 0; i < FILES_IN_A_DIRECTORY; i++) {
        directory.put(FileName.of("file-" + i), file(i));
      }
    }
    return root;
  }

  private static RegularFile file(int time) {
    var metadata = new Metadata(0644, 1, 2, time, 7, List.of());
    return new RegularFile(metadata, 0, FileData.Empty.INSTANCE);
  }

  private void measure(String name, IntFunction<Directory> tree) throws Exception {
    var writing = new ArrayList<Long>();
    var reading = new ArrayList<Long>();
    Path image = temporary.resolve("image");
    // The first turn is for the code to get warm.
    for (int files : new int[] {FEW, FEW, MANY}) {
      Directory root = tree.apply(files);
      writing.add(ProcessorTime.millisOf(() -> write(image, root)));
      reading.add(
          ProcessorTime.millisOf(
              () -> assertThat(read(image).children()).hasSameSizeAs(root.children())));
      Files.delete(image);
    }
    System.out.printf(
        "%s of %d, %d, %d files, ms of CPU: written in %s, read in %s%n",
        name, FEW, FEW, MANY, writing, reading);
    ProcessorTime.requireLinear(writing.subList(1, writing.size()), MANY / FEW);
    ProcessorTime.requireLinear(reading.subList(1, reading.size()), MANY / FEW);
  }

  private static void write(Path image, Directory root) throws Exception {
    try (TestLayer layer = new TestLayer(image, new Digests())) {
      layer.write(root);
    }
  }

  private static Directory read(Path image) throws Exception {
    try (var channel = FileChannel.open(image, StandardOpenOption.READ)) {
      return LayerTreeReader.read(ImageReader.open(channel, List.of()), new DataArea());
    }
  }
}
