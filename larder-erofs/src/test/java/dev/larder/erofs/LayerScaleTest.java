// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.SparseFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.Tool;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers with a lot of something: right, and in time and room that grow with it and no faster. */
final class LayerScaleTest {
  private static final int FILES_IN_A_DIRECTORY = 100;

  @TempDir private Path temporary;

  @Test
  void merge_filesAndWhiteouts_timeGrowsWithTheirNumber() throws Exception {
    mergeMillis(25_000); // so that the code is warm
    var millis = new ArrayList<Long>();
    for (int files : new int[] {25_000, 50_000, 100_000, 200_000}) {
      millis.add(mergeMillis(files));
    }
    System.out.println(
        "merge of 25, 50, 100, 200 thousand files, 8% of them hidden, in ms of CPU: " + millis);
    assertThat(millis.getLast()).isLessThan(3 * 8 * Math.max(10, millis.getFirst()));
  }

  /** Processor time, since other processes may want the machine too. */
  private long mergeMillis(int files) throws Exception {
    Path lower = temporary.resolve("lower");
    Path upper = temporary.resolve("upper");
    Path fsmeta = temporary.resolve("fsmeta");
    var all = Directory.of(Metadata.IMPLIED_DIRECTORY);
    var hidden = Directory.of(Metadata.IMPLIED_DIRECTORY);
    var file = new RegularFile(Metadata.IMPLIED_DIRECTORY, 0, FileData.Empty.INSTANCE);
    for (int d = 0; d < files / FILES_IN_A_DIRECTORY; d++) {
      var directory = Directory.of(Metadata.IMPLIED_DIRECTORY);
      var above = Directory.implied();
      all.put(FileName.of("d" + d), directory);
      hidden.put(FileName.of("d" + d), above);
      for (int i = 0; i < FILES_IN_A_DIRECTORY; i++) {
        directory.put(FileName.of("f" + i), i == 50 ? file : anotherFile(i));
        if (i < 8) {
          above.put(FileName.of("f" + i), Whiteout.INSTANCE);
        }
      }
    }
    write(lower, all);
    write(upper, hidden);
    long summary;
    Duration start = processorTime();
    try (var bottom = FileChannel.open(lower, StandardOpenOption.READ);
        var top = FileChannel.open(upper, StandardOpenOption.READ);
        var out =
            FileChannel.open(fsmeta, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      summary = FsmetaWriter.write(List.of(bottom, top), out).inodes();
    }
    long took = processorTime().minus(start).toMillis();
    int directories = files / FILES_IN_A_DIRECTORY;
    // The root, the directories, what is not hidden in them, and the file that all have.
    assertThat(summary).isEqualTo(1 + directories + 91L * directories + 1);
    for (Path path : List.of(lower, upper, fsmeta)) {
      Files.delete(path);
    }
    return took;
  }

  private static Duration processorTime() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  private static RegularFile anotherFile(int number) {
    var metadata = new Metadata(0644, number, 0, number, 0, List.of());
    return new RegularFile(metadata, 0, FileData.Empty.INSTANCE);
  }

  private static void write(Path path, Directory root) throws Exception {
    try (TestLayer layer = new TestLayer(path, new Digests())) {
      layer.write(root);
    }
  }

  @Test
  void merge_seventyThousandHardLinks_oneInode() throws Exception {
    int links = 70_000;
    var tar = new TarBuilder().file("d/first", "content");
    for (int i = 1; i < links; i++) {
      tar.hardLink("d/" + i, "d/first");
    }
    var stack = new LayerStack(temporary);
    stack.add(new ByteArrayInputStream(tar.toByteArray()));
    Path fsmeta = stack.merge();
    Path disk = stack.disk(fsmeta);
    try (var mount = KernelMount.of(disk)) {
      Tool sh = Tool.require("sh").in(mount.root());
      assertThat(sh.run("-c", "stat -c %h d/first; find d -samefile d/69999 | wc -l").text())
          .isEqualTo("70000\n70000\n");
      assertThat(mount.kernelErrors()).isEmpty();
    }
    try (var image = ErofsImage.open(disk)) {
      assertThat(image.find("d/12345").orElseThrow().linkCount()).isEqualTo(links);
    }
  }

  @Test
  void convert_sparseFileOf9GiB_right() throws Exception {
    long size = 9L << 30;
    var tar =
        new TarBuilder()
            .add(
                TarEntry.sparse(
                    "big",
                    SparseFormat.PAX_1_0,
                    size,
                    new TarEntry.Segment(0, Content.of("a".repeat(512))),
                    new TarEntry.Segment(size - 512, Content.of("z".repeat(512)))))
            .file("behind", "the next file");
    var stack = new LayerStack(temporary);
    stack.add(new ByteArrayInputStream(tar.toByteArray()));
    Path fsmeta = stack.merge();
    Path layer = stack.layers().getFirst();
    try (var mount = KernelMount.of(fsmeta, layer);
        var image = ErofsImage.open(fsmeta, List.of(layer));
        var seen = FileChannel.open(mount.root().resolve("big"))) {
      assertThat(seen.size()).isEqualTo(size);
      ErofsNode big = image.find("big").orElseThrow();
      for (long at : new long[] {0, 500, 5L << 30, size - 1000, size - 1}) {
        var expected = ByteBuffer.allocate(1024);
        var got = ByteBuffer.allocate(1024);
        seen.read(expected, at);
        image.read(big, at, got);
        assertThat(got.array()).isEqualTo(expected.array());
      }
      var end = ByteBuffer.allocate(2);
      seen.read(end, size - 513);
      assertThat(end.array()).containsExactly(0, 'z');
      assertThat(Files.readString(mount.root().resolve("behind"))).isEqualTo("the next file");
      assertThat(mount.kernelErrors()).isEmpty();
    }
    long allocated =
        Long.parseLong(Tool.require("stat").run("-c", "%b", layer.toString()).text().strip()) * 512;
    assertThat(allocated).isLessThan(1 << 20);
  }
}
