// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.erofs.tree.Xattr;
import dev.larder.erofs.write.BlockOutput;
import dev.larder.erofs.write.ErofsWriter;
import dev.larder.erofs.write.LayerDevice;
import dev.larder.testkit.oracle.KernelMount;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Metadata-only images over other devices, from trees made by hand. */
final class MergedImageTest {
  private static final Metadata FILE = new Metadata(0644, 0, 0, 1_700_000_000L, 5, List.of());
  private static final Metadata DIRECTORY = new Metadata(0755, 0, 0, 1_700_000_000L, 5, List.of());

  @TempDir private Path temporary;

  private final Digests digests = new Digests();
  private final Directory root = Directory.of(DIRECTORY);
  private final List<Path> devices = new ArrayList<>();
  private final List<LayerDevice> layers = new ArrayList<>();

  @Test
  void writeMerged_filesOfThreeDevices_seenByDeviceAndAsOneDisk() throws Exception {
    var random = new Random(11);
    for (int device = 1; device <= 3; device++) {
      try (TestLayer layer = startDevice(device)) {
        for (int i = 0; i < 40; i++) {
          byte[] content = new byte[random.nextInt(30_000)];
          random.nextBytes(content);
          put("f" + device + "-" + i, layer.file(FILE, content));
        }
        byte[] sparse = new byte[700_000];
        sparse[600_000] = 1;
        RegularFile file = layer.file(FILE, sparse);
        put("sparse" + device, file);
        put("linked" + device, file);
        endDevice(layer);
      }
    }
    put("link", new Symlink(FILE, new byte[] {'x'}));
    put("empty", new RegularFile(FILE, 0, FileData.Empty.INSTANCE));

    judge();
  }

  /** A chunk index stands at a multiple of eight, the attributes before it at one of four. */
  @Test
  void writeMerged_attributeAreasOfEverySize_indexesFound() throws Exception {
    try (TestLayer layer = startDevice(1)) {
      for (int length = 0; length < 40; length++) {
        Metadata metadata =
            new Metadata(0644, 0, 0, length, 0, List.of(Xattr.of("user.a", new byte[length])));
        byte[] content = new byte[3 * 4096 + length];
        new Random(length).nextBytes(content);
        put("extended" + length, layer.file(metadata, content));
        Metadata frequent =
            new Metadata(
                0644, 0, 0, 1_700_000_000L, 5, List.of(Xattr.of("user.a", new byte[length])));
        put("compact" + length, layer.file(frequent, content));
      }
      endDevice(layer);
    }

    judge();
  }

  @Test
  void writeMerged_moreDevicesThanFitABlock_allFound() throws Exception {
    for (int device = 1; device <= 127; device++) {
      try (TestLayer layer = startDevice(device)) {
        put("f" + device, layer.file(FILE, new byte[] {(byte) device, 1}));
        endDevice(layer);
      }
    }

    Path fsmeta = writeMerged();
    // Loop devices are scarce, so only the whole disk is mounted.
    assertThat(Judges.kernel(disk(fsmeta))).isEqualTo(Listings.of(root, digests));
    try (var image = ErofsImage.open(fsmeta, devices)) {
      assertThat(Listings.of(image)).isEqualTo(Listings.of(root, digests));
    }
  }

  @Test
  void writeMerged_noDevices_plainImage() throws Exception {
    put("link", new Symlink(FILE, new byte[] {'x'}));

    Judges.requireAll(Listings.of(root, digests), writeMerged());
  }

  @Test
  void writeMerged_fileOfManyGigabytes_oneIndex() throws Exception {
    try (TestLayer layer = startDevice(1)) {
      BlockOutput output = layer.output();
      long size = 5L << 30;
      output.startFile();
      output.append(new byte[] {'a'}, 0, 1);
      output.zeros(size - 2);
      output.append(new byte[] {'z'}, 0, 1);
      put("big", new RegularFile(FILE, size, output.endFile()));
      endDevice(layer);
    }

    Path fsmeta = writeMerged();
    try (var image = ErofsImage.open(fsmeta, devices);
        var mount = KernelMount.of(fsmeta, devices);
        var seen = FileChannel.open(mount.root().resolve("big"))) {
      ErofsNode big = image.find("big").orElseThrow();
      for (long at : new long[] {0, 1, 4096, (3L << 30) + 77, seen.size() - 2, seen.size() - 1}) {
        var expected = ByteBuffer.allocate(100);
        var got = ByteBuffer.allocate(100);
        seen.read(expected, at);
        image.read(big, at, got);
        assertThat(got).isEqualTo(expected);
        assertThat(got.array()).isEqualTo(expected.array());
      }
      assertThat(mount.kernelErrors()).isEmpty();
    }
    assertThat(Files.size(fsmeta)).isLessThanOrEqualTo(4 * 4096);
  }

  @Test
  void open_withoutDevices_allButTheBytes() throws Exception {
    try (TestLayer layer = startDevice(1)) {
      put("f", layer.file(FILE, new byte[] {1, 2, 3}));
      endDevice(layer);
    }
    Path fsmeta = writeMerged();

    try (var image = ErofsImage.open(fsmeta)) {
      ErofsNode file = image.find("/f").orElseThrow();
      assertThat(file.sizeBytes()).isEqualTo(3);
      assertThatThrownBy(() -> image.open(file).readAllBytes())
          .isInstanceOf(UnsupportedErofsException.class);
    }
    assertThatThrownBy(() -> ErofsImage.open(fsmeta, List.of(devices.getFirst(), fsmeta)))
        .isInstanceOf(CorruptErofsException.class)
        .hasMessageContaining("it has 1 devices, and not 2");
  }

  @Test
  void writeMerged_markerLeft_refused() {
    put("gone", Whiteout.INSTANCE);
    assertThatThrownBy(this::writeMerged).isInstanceOf(IllegalArgumentException.class);
    put("gone", new LowerLink(List.of(FileName.of("a"))));
    assertThatThrownBy(this::writeMerged).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void writeMerged_fileOutsideItsDevice_refused() {
    var area = new DataArea();
    layers.add(new LayerDevice(area, 10));
    put("f", new RegularFile(FILE, 4097, new FileData.Blocks(area, 9)));
    assertThatThrownBy(this::writeMerged).hasMessageContaining("not inside its device");
    put("f", new RegularFile(FILE, 4096, new FileData.Blocks(area, -1)));
    assertThatThrownBy(this::writeMerged).hasMessageContaining("not inside its device");
    put("f", new RegularFile(FILE, 4096, new FileData.Blocks(new DataArea(), 0)));
    assertThatThrownBy(this::writeMerged).hasMessageContaining("not inside its device");
  }

  @Test
  void writeMerged_oneLayerAsTwoDevices_refused() {
    var layer = new LayerDevice(new DataArea(), 10);
    layers.addAll(List.of(layer, layer));

    assertThatThrownBy(this::writeMerged).hasMessageContaining("at two places");
  }

  private TestLayer startDevice(int device) throws Exception {
    return new TestLayer(temporary.resolve("layer" + device), digests);
  }

  private void endDevice(TestLayer layer) throws Exception {
    layer.write(Directory.of(DIRECTORY));
    devices.add(layer.path());
    layers.add(layer.device());
  }

  private void put(String name, Node node) {
    root.put(FileName.of(name), node);
  }

  private Path writeMerged() throws Exception {
    Path fsmeta = temporary.resolve("fsmeta" + System.nanoTime());
    try (var channel =
        FileChannel.open(fsmeta, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      var summary = ErofsWriter.writeMerged(root, layers, new BlockOutput(channel));
      assertThat(summary.sizeBytes()).isEqualTo(channel.size());
    }
    return fsmeta;
  }

  private void judge() throws Exception {
    Path fsmeta = writeMerged();
    Path[] all = devices.toArray(new Path[0]);
    Judges.requireAll(Listings.of(root, digests), fsmeta, all);
    Judges.requireKernelAndReader(Listings.of(root, digests), disk(fsmeta));
  }

  private Path disk(Path fsmeta) throws Exception {
    Path disk = temporary.resolve("disk");
    try (OutputStream out = Files.newOutputStream(disk)) {
      Files.copy(fsmeta, out);
      for (Path device : devices) {
        Files.copy(device, out);
      }
    }
    return disk;
  }
}
