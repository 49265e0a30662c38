// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.BootDisk;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.oracle.ConcatenatedDisk;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.QemuImg;
import dev.larder.testkit.oracle.TreeListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;

/** The disk that a sandbox boots from, judged by the kernel and by qemu-img. */
final class BootDiskTest extends CacheTest {
  @Test
  void disk_extents_areTheDescriptorsInItsOrder() throws IOException {
    var disk = disk(image());

    assertThat(ConcatenatedDisk.extents(disk.vmdk()))
        .isEqualTo(
            disk.extents().stream()
                .map(extent -> new ConcatenatedDisk.Extent(extent.file(), 0, extent.sizeBytes()))
                .toList());
    assertThat(disk.extents()).hasSize(4);
    assertThat(Files.readString(disk.vmdk())).doesNotContain(test.home().toString());
  }

  @Test
  void disk_concatenated_isWhatQemuReads() throws IOException {
    var disk = disk(image());
    var raw = directory.resolve("disk.img");
    ConcatenatedDisk.write(disk.vmdk(), raw);

    QemuImg.compare(disk.vmdk(), raw);

    assertThat(Files.size(raw)).isEqualTo(disk.sizeBytes());
  }

  @Test
  void disk_mountedAsOneOrAsDevices_isTheSameTree() throws IOException {
    var disk = disk(image());
    var raw = directory.resolve("disk.img");
    ConcatenatedDisk.write(disk.vmdk(), raw);
    var devices = disk.extents().stream().skip(1).map(BootDisk.Extent::file).toArray(Path[]::new);

    try (var whole = KernelMount.of(raw);
        var pieces = KernelMount.of(disk.extents().getFirst().file(), devices)) {
      var tree = TreeListing.of(whole.root());

      assertThat(TreeListing.of(pieces.root()).differencesFrom(tree)).isEmpty();
      assertThat(Files.readString(whole.root().resolve("etc/motd"))).isEqualTo("second");
      assertThat(Files.readAllBytes(whole.root().resolve("bin/tool"))).hasSize(100_000);
      assertThat(whole.root().resolve("etc/gone")).doesNotExist();
      assertThat(
              Files.isSameFile(whole.root().resolve("bin/tool"), whole.root().resolve("bin/same")))
          .isTrue();
      assertThat(whole.kernelErrors()).isEmpty();
      assertThat(pieces.kernelErrors()).isEmpty();
    }
  }

  @Test
  void disk_imageWithoutLayers_isAnEmptyRoot() throws IOException {
    var disk = disk(new ImageBuilder().build());
    var raw = directory.resolve("disk.img");
    ConcatenatedDisk.write(disk.vmdk(), raw);

    assertThat(disk.extents()).hasSize(1);
    QemuImg.compare(disk.vmdk(), raw);
    try (var mount = KernelMount.of(raw)) {
      assertThat(TreeListing.of(mount.root()).entries()).hasSize(1);
    }
  }

  @Test
  void disk_layerThatIsThereTwice_standsTwice() throws IOException {
    var layer = TestCache.layer("a");
    var disk = disk(new ImageBuilder().layer(layer).layer(layer).build());
    var raw = directory.resolve("disk.img");
    ConcatenatedDisk.write(disk.vmdk(), raw);

    assertThat(disk.extents()).hasSize(3);
    try (var mount = KernelMount.of(raw)) {
      assertThat(mount.root().resolve("file-a")).isRegularFile();
    }
  }

  private BootDisk disk(TestImage image) {
    return test.cache().sandboxes().create("web", test.push("app:1", image)).disk();
  }

  private static TestImage image() {
    return new ImageBuilder()
        .layer(
            new TarBuilder()
                .directory("etc/")
                .file("etc/motd", "first")
                .file("etc/gone", "soon")
                .file("bin/tool", new byte[100_000]))
        .layer(new TarBuilder().whiteout("etc/gone").file("etc/motd", "second"))
        .layer(new TarBuilder().hardLink("bin/same", "bin/tool").symlink("sh", "bin/tool"))
        .build();
  }
}
