// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.oracle.ConcatenatedDisk;
import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.oracle.LabImages;
import dev.larder.testkit.oracle.Msb;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers and disks that msb made: our reader must see what the kernel sees. */
final class PeerImageTest {
  @TempDir private Path temporary;

  @BeforeEach
  void requireRoot() {
    Requirement.root();
  }

  @Test
  void open_imagesOfTheLab_readAsTheKernelDoes() throws Exception {
    Path msb = Msb.require();
    LabImages lab = LabImages.require();
    try (var registry = DockerRegistry.in(temporary.resolve("registry")).start()) {
      for (String tag : List.of("debian", "app")) {
        registry.push("oci:" + lab.layout() + ":" + tag, "lab/" + tag + ":latest");
        String reference = registry.address() + "/lab/" + tag + ":latest";
        requireReadAsByTheKernel(Msb.pull(msb, temporary.resolve(tag), reference));
      }
    }
  }

  @Test
  void open_imageOfEachType_readsAsTheKernelDoes() throws Exception {
    var image =
        new ImageBuilder()
            .layer(
                new TarBuilder()
                    .add(TarEntry.directory("d/").xattr("user.a", "1").mtime(-7, 5))
                    .file("d/small", "small")
                    .file("d/large", "4096 ".repeat(5_000))
                    .hardLink("d/hard", "d/large")
                    .symlink("s", "d/small")
                    .symlink("long", "x".repeat(3_000))
                    .fifo("p")
                    .characterDevice("c", 5, 1)
                    .blockDevice("b", 259, 70_000)
                    .add(TarEntry.file("owned", "x").owner(70_000, 80_000).mode(06711)))
            .layer(new TarBuilder().whiteout("p").file("d/new", "new").file("empty", ""))
            .build();
    Path msb = Msb.require();
    try (var registry = TestRegistry.start()) {
      BuiltImages.put(registry, "types", "1", image);
      String reference = registry.reference("types:1");
      requireReadAsByTheKernel(Msb.pull(msb, temporary.resolve("home"), reference));
    }
  }

  private void requireReadAsByTheKernel(Path vmdk) throws IOException {
    List<Path> files =
        ConcatenatedDisk.extents(vmdk).stream().map(ConcatenatedDisk.Extent::file).toList();
    List<Path> layers = files.subList(1, files.size());
    for (Path layer : layers) {
      requireReadAsByTheKernel(layer, List.of());
    }
    requireReadAsByTheKernel(files.getFirst(), layers);
    Path disk = vmdk.resolveSibling("disk");
    ConcatenatedDisk.write(vmdk, disk);
    requireReadAsByTheKernel(disk, List.of());
  }

  private static void requireReadAsByTheKernel(Path image, List<Path> devices) throws IOException {
    try (var opened = ErofsImage.open(image, devices)) {
      assertThat(Listings.of(opened))
          .as(image.toString())
          .containsExactlyElementsOf(Judges.kernel(image, devices.toArray(Path[]::new)));
    }
  }
}
