// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.erofs.read.ImageReader;
import dev.larder.erofs.read.LayerTreeReader;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.testkit.oracle.FsckErofs;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.Tool;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Many inodes: the kernel finds them all, and neither writing nor reading takes long. */
final class ScaleTest {
  private static final int FILES = 200_000;

  @TempDir private Path temporary;

  @Test
  void oneDirectoryOf200000Names_writtenReadAndMounted() throws Exception {
    var root = Directory.of(Metadata.IMPLIED_DIRECTORY);
    for (int i = 0; i < FILES; i++) {
      root.put(FileName.of("file-number-" + i), file(i));
    }

    Path image = measure("one directory", root);

    FsckErofs.check(image);
    try (var mount = KernelMount.of(image)) {
      Tool sh = Tool.require("sh").in(mount.root());
      assertThat(sh.run("-c", "ls -U | wc -l").text().strip()).isEqualTo("" + FILES);
      assertThat(sh.run("-c", "stat -c %Y file-number-77 file-number-199999").text())
          .isEqualTo("77\n199999\n");
      assertThat(mount.kernelErrors()).isEmpty();
    }
    try (var opened = ErofsImage.open(image)) {
      assertThat(opened.find("file-number-123456").orElseThrow().metadata().mtimeSeconds())
          .isEqualTo(123_456);
      assertThat(opened.find("file-number-200000")).isEmpty();
    }
  }

  @Test
  void manyDirectoriesOf200000Files_writtenAndRead() throws Exception {
    var root = Directory.of(Metadata.IMPLIED_DIRECTORY);
    for (int d = 0; d < 2_000; d++) {
      var directory = Directory.of(Metadata.IMPLIED_DIRECTORY);
      root.put(FileName.of("directory-" + d), directory);
      for (int i = 0; i < FILES / 2_000; i++) {
        directory.put(FileName.of("file-" + i), file(i));
      }
    }

    measure("many directories", root);
  }

  private static RegularFile file(int time) {
    var metadata = new Metadata(0644, 1, 2, time, 7, List.of());
    return new RegularFile(metadata, 0, FileData.Empty.INSTANCE);
  }

  /** Measures what is the second time, when the code is warm; far above what it should be. */
  private Path measure(String name, Directory root) throws Exception {
    write("first " + name, root);
    long start = System.nanoTime();
    Path image = write(name, root);
    Duration written = Duration.ofNanos(System.nanoTime() - start);
    read(image);
    start = System.nanoTime();
    Directory read = read(image);
    Duration took = Duration.ofNanos(System.nanoTime() - start);
    System.out.printf("%s: written in %s, read in %s%n", name, written, took);
    assertThat(read.children()).hasSameSizeAs(root.children());
    assertThat(written).isLessThan(Duration.ofSeconds(5));
    assertThat(took).isLessThan(Duration.ofSeconds(5));
    return image;
  }

  private Path write(String name, Directory root) throws Exception {
    try (TestLayer layer = new TestLayer(temporary.resolve(name), new Digests())) {
      layer.write(root);
      return layer.path();
    }
  }

  private static Directory read(Path image) throws Exception {
    try (var channel = FileChannel.open(image, StandardOpenOption.READ)) {
      return LayerTreeReader.read(ImageReader.open(channel, List.of()));
    }
  }
}
