// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.read;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.erofs.tree.Xattr;
import dev.larder.erofs.write.BlockOutput;
import dev.larder.erofs.write.ErofsWriter;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class LayerTreeReaderTest {
  private static final Metadata FILE =
      new Metadata(0640, 1, 2, 3, 4, List.of(Xattr.of("user.a", new byte[] {1, 2, 3})));

  @TempDir private Path temporary;

  private final Directory root = Directory.of(new Metadata(0555, 0, 0, 9, 0, List.of()));
  private final DataArea area = new DataArea();

  private FileChannel layer;
  private BlockOutput output;

  @BeforeEach
  void startLayer() throws IOException {
    layer =
        FileChannel.open(
            temporary.resolve("layer"),
            StandardOpenOption.CREATE_NEW,
            StandardOpenOption.READ,
            StandardOpenOption.WRITE);
    output = new BlockOutput(layer);
  }

  @AfterEach
  void closeLayer() throws IOException {
    layer.close();
  }

  @Test
  void read_inodesOfEveryType_asWritten() throws Exception {
    var file = new RegularFile(FILE, 3, writtenFile());
    put("file", file);
    put("again", file);
    put("empty", new RegularFile(FILE, 0, FileData.Empty.INSTANCE));
    put("link", new Symlink(FILE, "to".getBytes(StandardCharsets.UTF_8)));
    put("disk", new SpecialFile(FILE, SpecialFile.Kind.BLOCK_DEVICE, 8, 1000));
    put("fifo", new SpecialFile(FILE, SpecialFile.Kind.FIFO, 0, 0));

    Directory read = writeAndRead();

    assertThat(read.metadata()).isEqualTo(root.metadata());
    assertThat(read.children()).hasSize(6);
    RegularFile readFile = (RegularFile) child(read, "file");
    assertThat(child(read, "again")).isSameAs(readFile);
    assertThat(readFile.metadata()).isEqualTo(FILE);
    assertThat(readFile.size()).isEqualTo(3);
    assertThat(readFile.data()).isEqualTo(new FileData.Blocks(area, 1));
    assertThat(((RegularFile) child(read, "empty")).data()).isEqualTo(FileData.Empty.INSTANCE);
    assertThat(((Symlink) child(read, "link")).target()).asString().isEqualTo("to");
    var disk = (SpecialFile) child(read, "disk");
    assertThat(disk.kind()).isEqualTo(SpecialFile.Kind.BLOCK_DEVICE);
    assertThat(disk.major()).isEqualTo(8);
    assertThat(disk.minor()).isEqualTo(1000);
    assertThat(((SpecialFile) child(read, "fifo")).kind()).isEqualTo(SpecialFile.Kind.FIFO);
  }

  @Test
  void read_markers_turnedBack() throws Exception {
    put("gone", Whiteout.INSTANCE);
    put("g".repeat(255), Whiteout.INSTANCE);
    var target = List.of(FileName.of("a"), FileName.of("b\nc"), FileName.of("d".repeat(255)));
    put("lower", new LowerLink(target));
    var opaque = Directory.of(FILE);
    opaque.makeOpaque();
    put("opaque", opaque);
    put("implied", Directory.implied());
    var both = Directory.implied();
    both.makeOpaque();
    both.put(FileName.of("inner"), Whiteout.INSTANCE);
    put("both", both);
    root.makeOpaque();

    Directory read = writeAndRead();

    assertThat(read.isOpaque()).isTrue();
    assertThat(read.isImplied()).isFalse();
    assertThat(read.metadata()).isEqualTo(root.metadata());
    assertThat(child(read, "gone")).isSameAs(Whiteout.INSTANCE);
    assertThat(child(read, "g".repeat(255))).isSameAs(Whiteout.INSTANCE);
    assertThat(child(read, "lower")).isEqualTo(new LowerLink(target));
    var readOpaque = (Directory) child(read, "opaque");
    assertThat(readOpaque.isOpaque()).isTrue();
    assertThat(readOpaque.metadata()).isEqualTo(FILE);
    assertThat(((Directory) child(read, "implied")).isImplied()).isTrue();
    assertThat(((Directory) child(read, "implied")).isOpaque()).isFalse();
    var readBoth = (Directory) child(read, "both");
    assertThat(readBoth.isImplied()).isTrue();
    assertThat(readBoth.isOpaque()).isTrue();
    assertThat(child(readBoth, "inner")).isSameAs(Whiteout.INSTANCE);
  }

  @Test
  void read_tenThousandLevels_noStackNeeded() throws Exception {
    Directory at = root;
    for (int i = 0; i < 10_000; i++) {
      var next = Directory.of(FILE);
      at.put(FileName.of("d"), next);
      at = next;
    }

    Directory read = writeAndRead();

    int depth = 0;
    Node next = read.child(FileName.of("d"));
    while (next instanceof Directory directory) {
      depth++;
      next = directory.child(FileName.of("d"));
    }
    assertThat(depth).isEqualTo(10_000);
  }

  @Test
  void read_imageWithInlineFiles_refused() throws Exception {
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    Files.writeString(tree.resolve("f"), "inline");
    Path image = temporary.resolve("foreign");
    Tool.require("mkfs.erofs").run(image.toString(), tree.toString());

    try (var channel = FileChannel.open(image, StandardOpenOption.READ)) {
      ImageReader reader = ImageReader.open(channel, List.of());
      assertThatThrownBy(() -> LayerTreeReader.read(reader, area))
          .isInstanceOf(UnsupportedErofsException.class);
    }
  }

  private void put(String name, Node node) {
    root.put(FileName.of(name), node);
  }

  private FileData writtenFile() throws IOException {
    output.startFile();
    output.append(new byte[] {1, 2, 3}, 0, 3);
    return output.endFile();
  }

  private Directory writeAndRead() throws IOException {
    ErofsWriter.writeLayer(root, output);
    return LayerTreeReader.read(ImageReader.open(layer, List.of()), area);
  }

  private static Node child(Directory directory, String name) {
    return Objects.requireNonNull(directory.child(FileName.of(name)), name);
  }
}
