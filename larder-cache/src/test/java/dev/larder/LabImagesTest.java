// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import dev.larder.erofs.ErofsImage;
import dev.larder.model.BootDisk;
import dev.larder.model.LoadOptions;
import dev.larder.model.PullEvent;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.SaveOptions;
import dev.larder.testkit.oracle.ConcatenatedDisk;
import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.oracle.FsckErofs;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.LabImages;
import dev.larder.testkit.oracle.QemuImg;
import dev.larder.testkit.oracle.TreeListing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/**
 * Real images from a real registry, as the kernel, fsck.erofs, qemu-img and our own reader see
 * them. What they must be is what umoci unpacked.
 */
final class LabImagesTest {
  static final List<String> TAGS = LabImages.TAGS;

  @TempDir private static Path directory;

  private static LabImages lab;
  private static DockerRegistry registry;
  private static ImageCache cache;

  /** What the first pull of each image said at its end; the pulls came in the order of the tags. */
  private static final Map<String, PullEvent.Done> FIRST_PULLS = new LinkedHashMap<>();

  private static final Map<String, TreeListing> UNPACKED = new HashMap<>();

  @BeforeAll
  static void pullAll() throws IOException {
    lab = LabImages.require();
    registry = DockerRegistry.in(directory.resolve("registry")).start();
    lab.pushTo(registry);
    cache = ImageCache.open(directory.resolve("home"));
    for (String tag : TAGS) {
      FIRST_PULLS.put(tag, pull(tag));
    }
  }

  @AfterAll
  static void close() {
    if (cache != null) {
      cache.close();
    }
    if (registry != null) {
      registry.close();
    }
  }

  @ParameterizedTest
  @FieldSource("TAGS")
  void disk_joined_isWhatUmociUnpacked(String tag, @TempDir Path scratch) throws IOException {
    BootDisk boot = disk(tag);
    Path disk = scratch.resolve("disk");
    ConcatenatedDisk.write(boot.vmdk(), disk);

    TreeListing kernel = requireKernel(tag, disk, List.of());

    try (var image = ErofsImage.open(disk)) {
      assertThat(ReaderListing.of(image).differencesFrom(kernel)).isEmpty();
    }
    QemuImg.convertToRaw(boot.vmdk(), scratch.resolve("raw"));
    assertThat(Files.mismatch(scratch.resolve("raw"), disk)).isEqualTo(-1);
  }

  @ParameterizedTest
  @FieldSource("TAGS")
  void fsmeta_withLayersAsDevices_isWhatUmociUnpacked(String tag) throws IOException {
    List<Path> files = disk(tag).extents().stream().map(BootDisk.Extent::file).toList();
    Path fsmeta = files.getFirst();
    List<Path> layers = files.subList(1, files.size());

    requireKernel(tag, fsmeta, layers);

    FsckErofs.check(fsmeta, layers);
  }

  @Test
  void layers_allFiles_passFsck() throws IOException {
    var layers = new LinkedHashSet<Path>();
    for (String tag : TAGS) {
      disk(tag).extents().stream().skip(1).map(BootDisk.Extent::file).forEach(layers::add);
    }

    assertThat(layers).hasSameSizeAs(TAGS);
    for (Path layer : layers) {
      FsckErofs.check(layer);
    }
  }

  @Test
  void pull_sharedLayers_comeOnce() {
    assertThat(FIRST_PULLS.values())
        .extracting(PullEvent.Done::layersDownloaded, PullEvent.Done::layersCached)
        .as("debian; python on it; app on python; devbox on debian")
        .containsExactly(tuple(1, 0), tuple(1, 1), tuple(1, 2), tuple(1, 1));
  }

  @ParameterizedTest
  @FieldSource("TAGS")
  void pull_again_downloadsNothing(String tag) {
    var again = pull(tag);

    assertThat(again.layersDownloaded()).isZero();
    assertThat(again.downloadedBytes()).isZero();
    assertThat(again.layersCached()).isEqualTo(cache.inspect(reference(tag)).layerCount());
  }

  @Test
  void save_allImages_loadAsTheSameFiles(@TempDir Path scratch) throws IOException {
    Path archive = scratch.resolve("lab.tar");
    var references = TAGS.stream().map(LabImagesTest::reference).toList();

    var report = cache.save(archive, references, SaveOptions.defaults());

    assertThat(report.bytes()).isEqualTo(Files.size(archive));
    try (var again = ImageCache.open(scratch.resolve("home"))) {
      again.load(archive, LoadOptions.defaults());
      for (String tag : TAGS) {
        List<Path> before = layers(cache, tag);
        List<Path> after = layers(again, tag);
        assertThat(after).hasSameSizeAs(before);
        for (int i = 0; i < before.size(); i++) {
          assertThat(Files.mismatch(after.get(i), before.get(i))).isEqualTo(-1);
        }
      }
    }
  }

  private static List<Path> layers(ImageCache which, String tag) {
    try (var lease = which.lease(reference(tag))) {
      return lease.disk().extents().stream().skip(1).map(BootDisk.Extent::file).toList();
    }
  }

  /** {@return what a pull that asks the registry in any case says at its end} */
  private static PullEvent.Done pull(String tag) {
    var events = new ArrayList<PullEvent>();
    var options = PullOptions.defaults().withPolicy(PullPolicy.ALWAYS).withListener(events::add);
    cache.pull(reference(tag), options);
    return (PullEvent.Done) events.getLast();
  }

  private static BootDisk disk(String tag) {
    try (var lease = cache.lease(reference(tag))) {
      return lease.disk();
    }
  }

  /** Lists once what two tests compare with: it reads every file. */
  private static TreeListing unpacked(String tag) throws IOException {
    var listing = UNPACKED.get(tag);
    if (listing == null) {
      listing = TreeListing.of(lab.rootfs(tag));
      UNPACKED.put(tag, listing);
    }
    return listing;
  }

  private static String reference(String tag) {
    return registry.address() + "/lab/" + tag + ":latest";
  }

  /** {@return what the kernel shows without a complaint, which must be what umoci unpacked} */
  private static TreeListing requireKernel(String tag, Path image, List<Path> devices)
      throws IOException {
    try (var mount = KernelMount.of(image, devices)) {
      var kernel = TreeListing.of(mount.root());
      assertThat(mount.kernelErrors()).isEmpty();
      assertThat(kernel.differencesFrom(unpacked(tag))).isEmpty();
      return kernel;
    }
  }
}
