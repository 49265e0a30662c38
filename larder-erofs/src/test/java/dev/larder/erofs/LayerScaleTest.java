// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.Dialect;
import dev.larder.testkit.image.SparseFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.oracle.FsckErofs;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.Tool;
import java.io.BufferedOutputStream;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers with a lot of something: right, and in time and room that grow with it and no faster. */
final class LayerScaleTest {
  private static final int FILES_IN_A_DIRECTORY = 100;

  @TempDir private Path temporary;
  private int tars;

  @Test
  void merge_filesAndWhiteouts_timeGrowsWithTheirNumber() throws Exception {
    mergeMillis(25_000); // so that the code is warm
    var millis = new ArrayList<Long>();
    for (int files : new int[] {25_000, 50_000, 100_000, 200_000}) {
      millis.add(mergeMillis(files));
    }
    System.out.println(
        "merge of 25, 50, 100, 200 thousand files, 8% of them hidden, in ms of CPU: " + millis);
    ProcessorTime.requireLinear(millis, 8);
  }

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
    var inodes = new AtomicLong();
    long took = ProcessorTime.millisOf(() -> inodes.set(merge(lower, upper, fsmeta)));
    int directories = files / FILES_IN_A_DIRECTORY;
    // The root, the directories, what is not hidden in them, and the file that all have.
    assertThat(inodes).hasValue(1 + directories + 91L * directories + 1);
    for (Path path : List.of(lower, upper, fsmeta)) {
      Files.delete(path);
    }
    return took;
  }

  private static long merge(Path lower, Path upper, Path fsmeta) throws Exception {
    try (var out =
        FileChannel.open(fsmeta, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      return FsmetaWriter.write(List.of(LayerTree.read(lower), LayerTree.read(upper)), out)
          .inodes();
    }
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
  void convert_seventyThousandHardLinks_oneInode() throws Exception {
    int links = 70_000;
    var tar = new TarBuilder().file("d/first", "content");
    for (int i = 1; i < links; i++) {
      tar.hardLink("d/" + i, "d/first");
    }
    LayerStack stack = convert("70,000 hard links to one inode", 400, List.of(write(tar)));
    Path disk = stack.disk(stack.fsmeta());
    FsckErofs.check(stack.fsmeta(), stack.layers());
    requireSaid(disk, "stat -c %h d/first; find d -samefile d/69999 | wc -l", "70000\n70000\n");
    try (var image = ErofsImage.open(disk)) {
      assertThat(image.find("d/12345").orElseThrow().linkCount()).isEqualTo(links);
    }
  }

  @Test
  void convert_twoHundredThousandEntriesInOneDirectory_right() throws Exception {
    int entries = 200_000;
    var tar = new TarBuilder();
    for (int i = 0; i < entries; i++) {
      tar.add(TarEntry.file("d/file-number-" + i, "").mtime(i));
    }
    LayerStack stack = convert("200,000 entries in one directory", 600, List.of(write(tar)));
    Path disk = stack.disk(stack.fsmeta());
    FsckErofs.check(stack.fsmeta(), stack.layers());
    requireSaid(
        disk,
        "cd d; ls -U | wc -l; stat -c %Y file-number-77 file-number-199999",
        "200000\n77\n199999\n");
    try (var image = ErofsImage.open(disk)) {
      assertThat(image.find("d/file-number-123456").orElseThrow().metadata().mtimeSeconds())
          .isEqualTo(123_456);
      assertThat(image.find("d/file-number-200000")).isEmpty();
    }
  }

  @Test
  void convert_oneHundredAndTwentySevenLayersAboveOne_right() throws Exception {
    int layersAbove = 127;
    int files = 20_000;
    var base = new TarBuilder();
    for (int i = 0; i < files; i++) {
      base.file("d" + i % 100 + "/f" + i, "");
    }
    var tars = new ArrayList<>(List.of(write(base)));
    for (int i = 0; i < layersAbove; i++) {
      tars.add(
          write(
              new TarBuilder()
                  .file("same", "layer " + i)
                  .file("d" + i % 100 + "/above" + i, "above")
                  .whiteout("d" + i % 100 + "/f" + i)));
    }
    LayerStack stack = convert("127 layers above 20,000 files", 300, tars);
    Path disk = stack.disk(stack.fsmeta());
    FsckErofs.check(stack.fsmeta(), stack.layers());
    requireSaid(
        disk,
        "find . -type f | wc -l; cat same; cat d*/above*| wc -c; ls d26/f126 2>&1 | wc -l",
        (files + 1) + "\nlayer 126" + 127 * "above".length() + "\n1\n");
  }

  /** A file that was a hole and was packed without saying so, and one behind it. */
  @Test
  void convert_layerOver10GiB_right() throws Exception {
    long zeros = 9L << 30;
    long more = 3L << 29;
    Path tar = temporary.resolve("large.tar");
    try (var file =
        FileChannel.open(tar, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      file.write(header("zeros", zeros), 0);
      file.write(header("more", more), 512 + zeros);
      file.write(ByteBuffer.wrap("the end".getBytes(US_ASCII)), 1024 + zeros + more - 7);
      var behind = new TarBuilder().file("behind", "it").toByteArray();
      file.write(ByteBuffer.wrap(behind), 1024 + zeros + more);
    }
    LayerStack stack = convert("a layer of 10.5 GiB, nearly all zeros", 150, List.of(tar));
    Path layer = stack.layers().getFirst();
    FsckErofs.checkMetadata(layer, List.of());
    FsckErofs.checkMetadata(stack.fsmeta(), stack.layers());
    try (var mount = KernelMount.of(stack.fsmeta(), layer);
        var seen = FileChannel.open(mount.root().resolve("zeros"))) {
      assertThat(seen.size()).isEqualTo(zeros);
      var end = ByteBuffer.allocate(4096);
      assertThat(seen.read(end, zeros - 4096)).isEqualTo(4096);
      assertThat(end.array()).containsOnly(0);
      Tool sh = Tool.require("sh").in(mount.root());
      assertThat(sh.run("-c", "stat -c %s more; tail -c 7 more; cat behind").text())
          .isEqualTo(more + "\nthe endit");
    }
    assertThat(allocatedBytes(layer)).isLessThan(1 << 20);
  }

  private static ByteBuffer header(String name, long size) {
    return ByteBuffer.wrap(
        new TarBuilder()
            .dialect(Dialect.GNU)
            .add(TarEntry.file(name, "").declaredSize(size))
            .withoutEnd()
            .toByteArray());
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
    LayerStack stack = convert("a sparse file of 9 GiB", 150, List.of(write(tar)));
    Path fsmeta = stack.fsmeta();
    FsckErofs.checkMetadata(fsmeta, stack.layers());
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
    }
    assertThat(allocatedBytes(layer)).isLessThan(1 << 20);
  }

  private static long allocatedBytes(Path file) throws Exception {
    String blocks = Tool.require("stat").run("-c", "%b", file.toString()).text().strip();
    return Long.parseLong(blocks) * 512;
  }

  private Path write(TarBuilder tar) throws Exception {
    Path file = temporary.resolve("tar" + tars++);
    try (OutputStream out = new BufferedOutputStream(Files.newOutputStream(file))) {
      tar.writeTo(out);
    }
    return file;
  }

  /** Converts and merges the tars within some MiB of resident memory. */
  private LayerStack convert(String what, long mostMebibytes, List<Path> tars) throws Exception {
    Path directory = Files.createDirectory(temporary.resolve("stack"));
    long resident = ConvertingProcess.residentMebibytes(directory, tars);
    System.out.println(what + ": " + resident + " MiB resident");
    assertThat(resident).isLessThan(mostMebibytes);
    return LayerStack.converted(directory, tars.size());
  }

  /** Requires what a shell says in the mounted disk. */
  private static void requireSaid(Path disk, String command, String expected) throws Exception {
    try (var mount = KernelMount.of(disk)) {
      assertThat(Tool.require("sh").in(mount.root()).run("-c", command).text()).isEqualTo(expected);
    }
  }
}
