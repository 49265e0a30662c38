// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.ImagePullFailedException;
import dev.larder.model.BootDisk;
import dev.larder.model.PullEvent;
import dev.larder.model.PullOptions;
import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCase.Outcome;
import dev.larder.testkit.cases.LayerCases;
import dev.larder.testkit.oracle.ConcatenatedDisk;
import dev.larder.testkit.oracle.FsckErofs;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.TreeEntry;
import dev.larder.testkit.oracle.TreeListing;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The whole corpus from a registry, packed as each case says, through pull to the disk as the
 * kernel shows it. Each has a cache of its own: packings differ, what is in them does not.
 */
final class PulledCasesTest extends CacheTest {
  static List<LayerCase> cases() {
    return LayerCases.all();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cases")
  void pull_imageOfACase_asTheCaseSays(LayerCase layers) throws Exception {
    String reference = test.push("case:1", layers.image());
    switch (layers.outcome()) {
      case Outcome.Gives(var tree) -> {
        List<String> warnings = pull(reference);
        requireShown(tree.entries(), reference);
        assertThat(warnings.stream().anyMatch(warning -> warning.contains("is said to be")))
            .as("a warning of the media type in %s", warnings)
            .isEqualTo(layers.name().startsWith("mislabelled"));
      }
      case Outcome.Refused(String saying) -> {
        assertThatThrownBy(() -> pull(reference))
            .isInstanceOf(ImagePullFailedException.class)
            .hasMessageContaining(saying);
        assertThat(test.files()).isEmpty();
      }
    }
  }

  /** {@return what the pull warned of} */
  private List<String> pull(String reference) {
    var warnings = new ArrayList<String>();
    test.cache()
        .pull(
            reference,
            PullOptions.defaults()
                .withListener(
                    event -> {
                      if (event instanceof PullEvent.Warning warning) {
                        warnings.add(warning.message());
                      }
                    }));
    return warnings;
  }

  private void requireShown(List<TreeEntry> expected, String reference) throws IOException {
    Path joined = directory.resolve("disk");
    try (var lease = test.cache().lease(reference)) {
      BootDisk disk = lease.disk();
      ConcatenatedDisk.write(disk.vmdk(), joined);
      List<Path> files = disk.extents().stream().map(BootDisk.Extent::file).toList();
      List<Path> layers = files.subList(1, files.size());
      FsckErofs.check(files.getFirst(), layers);
      requireShown(expected, joined, List.of());
      requireShown(expected, files.getFirst(), layers);
    }
  }

  private static void requireShown(List<TreeEntry> expected, Path image, List<Path> devices)
      throws IOException {
    try (var mount = KernelMount.of(image, devices)) {
      assertThat(TreeListing.of(mount.root()).entries()).containsExactlyElementsOf(expected);
      assertThat(mount.kernelErrors()).isEmpty();
    }
  }
}
