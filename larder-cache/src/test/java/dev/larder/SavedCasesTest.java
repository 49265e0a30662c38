// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.BootDisk;
import dev.larder.model.LoadOptions;
import dev.larder.model.SaveOptions;
import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCases;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.Skopeo;
import dev.larder.testkit.oracle.TreeListing;
import dev.larder.testkit.oracle.Umoci;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The corpus, saved: loading gives the same files, and umoci the same trees. */
final class SavedCasesTest extends CacheTest {
  private static final String NAME = "docker.io/library/case:1";

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.larder.testkit.cases.LayerCases#given")
  void save_imageOfACase_loadsAsTheSameFiles(LayerCase layers) throws Exception {
    Path archive = save(layers);
    var again = new TestCache(directory.resolve("again"));
    try (again) {
      again.cache().load(archive, LoadOptions.defaults());

      List<Path> before = layers(test.cache());
      List<Path> after = layers(again.cache());
      assertThat(after).hasSameSizeAs(before);
      for (int i = 0; i < before.size(); i++) {
        if (!LayerCases.leavingUnseenBytes().contains(layers.name())) {
          assertThat(after.get(i)).hasSameBinaryContentAs(before.get(i));
        }
      }
      Path second = directory.resolve("second.tar");
      var report = again.cache().save(second, List.of(NAME), SaveOptions.defaults());
      assertThat(report.images().getFirst().isSameDigest()).isTrue();
      assertThat(second).hasSameBinaryContentAs(archive);
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("dev.larder.testkit.cases.LayerCases#judgedByUmoci")
  void save_imageOfACase_umociUnpacksTheTree(LayerCase layers) throws Exception {
    Requirement.root();
    Path layout = directory.resolve("layout");

    Skopeo.copy("oci-archive:" + save(layers) + ":" + NAME, "oci:" + layout + ":case");

    Path rootfs = Umoci.unpack(layout, "case", directory.resolve("bundle"));
    assertThat(TreeListing.unpacked(TreeListing.of(rootfs).entries()))
        .containsExactlyElementsOf(TreeListing.unpacked(layers.entries()));
  }

  private Path save(LayerCase layers) {
    String reference = test.pushAndPull("case:1", layers.image());
    test.cache().tag(reference, NAME);
    Path archive = directory.resolve("archive.tar");
    test.cache().save(archive, List.of(NAME), SaveOptions.defaults());
    return archive;
  }

  private static List<Path> layers(ImageCache cache) {
    try (var lease = cache.lease(NAME)) {
      return lease.disk().extents().stream().skip(1).map(BootDisk.Extent::file).toList();
    }
  }
}
