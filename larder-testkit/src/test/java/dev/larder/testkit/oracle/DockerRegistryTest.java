// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.image.TestLayer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** docker-registry, skopeo and umoci take what the builders made. */
final class DockerRegistryTest {

  @TempDir private Path directory;

  @Test
  void push_index_keepsEveryByte() throws Exception {
    var index = TestIndex.of(image("amd64", Compression.GZIP), image("arm64", Compression.NONE));
    new ImageArchive().add("both", index).writeOciLayout(directory.resolve("layout"));

    try (var registry = DockerRegistry.in(directory.resolve("registry")).start()) {
      registry.push("oci:" + directory.resolve("layout") + ":both", "a/b:both");

      assertThat(Skopeo.rawManifest("docker://" + registry.address() + "/a/b:both"))
          .isEqualTo(index.document().bytes());
    }
  }

  @Test
  void start_withUserAndTls_letsOnlyThatUserIn() throws Exception {
    new ImageArchive()
        .add("t", image("amd64", Compression.GZIP))
        .writeOciArchive(directory.resolve("archive.tar"));

    var options = DockerRegistry.in(directory.resolve("registry")).user("me", "secret").tls();
    try (var registry = options.start()) {
      registry.push("oci-archive:" + directory.resolve("archive.tar") + ":t", "a:t");

      String name = "docker://" + registry.address() + "/a:t";
      assertThatThrownBy(() -> Skopeo.rawManifest(name)).hasMessageContaining("unauthorized");
      assertThat(registry.certificate()).content().startsWith("-----BEGIN CERTIFICATE-----");
    }
  }

  @Test
  void close_running_freesThePort() throws Exception {
    String address;
    try (var registry = DockerRegistry.in(directory.resolve("registry")).start()) {
      address = registry.address();
    }

    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    assertThatThrownBy(() -> new Socket(InetAddress.getLoopbackAddress(), port).close())
        .isInstanceOf(IOException.class);
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void unpack_everyCompression_givesTheMergedTree(Compression compression) throws Exception {
    new ImageArchive()
        .add("t", image("amd64", compression))
        .writeOciLayout(directory.resolve("layout"));

    // Debian's umoci does not know zstd: skopeo packs such layers anew, and checks their diff_id.
    Skopeo.copy(
        "oci:" + directory.resolve("layout") + ":t",
        "oci:" + directory.resolve("gzip") + ":t",
        "--dest-compress-format=gzip");
    Path root = Umoci.unpack(directory.resolve("gzip"), "t", directory.resolve("bundle"));

    assertThat(TreeListing.of(root).entries())
        .extracting(TreeEntry::path)
        .containsExactly("", "dir", "dir/kept", "dir/new");
  }

  @Test
  void writeDockerArchive_image_readBySkopeo() throws Exception {
    TestImage image =
        new ImageBuilder()
            .format(ManifestFormat.DOCKER)
            .layer(new TarBuilder().file("a", "b"))
            .env("A=b")
            .labels(Map.of("quote", "\"\n"))
            .build();
    new ImageArchive()
        .add("example.org/a:t", image)
        .writeDockerArchive(directory.resolve("archive.tar"));

    String inspected =
        Tool.require("skopeo")
            .run(
                "inspect",
                "--config",
                "--raw",
                "docker-archive:" + directory.resolve("archive.tar"))
            .text();

    assertThat(inspected).contains(image.layers().getFirst().diffId()).contains("A=b");
  }

  private static TestImage image(String architecture, Compression compression) {
    return new ImageBuilder()
        .platform("linux", architecture, "")
        .layer(
            TestLayer.of(
                new TarBuilder().directory("dir/").file("dir/old", "1").file("dir/kept", "2"),
                compression))
        .layer(
            TestLayer.of(
                new TarBuilder().whiteout("dir/old").file("dir/new", "3"), Compression.GZIP))
        .build();
  }
}
