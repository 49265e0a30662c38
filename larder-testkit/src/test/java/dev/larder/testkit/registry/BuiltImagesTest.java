// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.image.TestLayer;
import dev.larder.testkit.oracle.Skopeo;
import dev.larder.testkit.oracle.TreeEntry;
import dev.larder.testkit.oracle.TreeListing;
import dev.larder.testkit.oracle.Umoci;
import java.io.IOException;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** skopeo copies what the registry serves, and umoci unpacks it. */
final class BuiltImagesTest {

  @TempDir private Path directory;

  @Test
  void put_index_everyImageIsServed() throws Exception {
    var index = TestIndex.of(image("amd64"), image("arm64"));
    try (var registry = TestRegistry.start()) {
      String digest = BuiltImages.put(registry, "a/b", "t", index);

      String copy = "oci:" + directory.resolve("layout");
      Skopeo.copy("docker://" + registry.reference("a/b:t"), copy + ":all", "--preserve-digests");
      Skopeo.copy(
          "docker://" + registry.reference("a/b@") + image("arm64").digest(), copy + ":arm");

      assertThat(digest).isEqualTo(index.digest());
    }
    Path root = Umoci.unpack(directory.resolve("layout"), "arm", directory.resolve("bundle"));
    assertThat(TreeListing.of(root).entries())
        .extracting(TreeEntry::path)
        .containsExactly("", "arm64");
  }

  private TestImage image(String architecture) throws IOException {
    Path file = directory.resolve(architecture + ".gz");
    var tar = new TarBuilder().file(architecture, "");
    var layer =
        file.toFile().exists() ? TestLayer.of(tar) : TestLayer.inFile(tar, Compression.GZIP, file);
    return new ImageBuilder().platform("linux", architecture, "").layer(layer).build();
  }
}
