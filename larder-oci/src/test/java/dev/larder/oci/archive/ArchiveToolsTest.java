// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import static dev.larder.oci.archive.ArchiveContents.requireImage;
import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.Reference;
import dev.larder.oci.image.Manifest;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.oracle.Skopeo;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Archives that other people's tools write. */
final class ArchiveToolsTest {
  private final TestImage image = ImageArchiveTest.image("one", Compression.GZIP);

  @TempDir private Path directory;
  private Path expanded;
  private Path layout;

  @BeforeEach
  void writeLayout() throws IOException {
    expanded = directory.resolve("expanded");
    layout = directory.resolve("layout");
    var arm64 = new ImageBuilder().platform("linux", "arm64", "v8").build();
    new dev.larder.testkit.image.ImageArchive()
        .add("one", image)
        .add("multi", TestIndex.of(arm64, image))
        .writeOciLayout(layout);
  }

  @Test
  void open_skopeoLayout_hasTheImages() throws IOException {
    Path copy = directory.resolve("copy");
    Skopeo.copy("oci:" + layout + ":one", "oci:" + copy + ":one");
    Skopeo.copy("oci:" + layout + ":multi", "oci:" + copy + ":example.com/multi:1");

    var images = ImageArchive.open(copy, expanded).images();

    assertThat(images)
        .extracting(ArchivedImage::names)
        .containsExactly(List.of("one"), List.of("example.com/multi:1"));
    var one = requireImage(images.get(0), image);
    assertThat(one.manifestDocument().bytes())
        .isEqualTo(Skopeo.rawManifest("oci:" + copy + ":one"));
    assertThat(requireImage(images.get(1), image).indexes()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip -c", "pigz -c", "zstd -c -q"})
  void open_skopeoOciArchive_hasTheImage(String packing) throws IOException {
    Path tar = directory.resolve("oci.tar");
    Skopeo.copy("oci:" + layout + ":one", "oci-archive:" + tar + ":example.com/one:1");

    var images = ImageArchive.open(packed(tar, packing), expanded).images();

    assertThat(images).hasSize(1);
    assertThat(images.getFirst().references())
        .containsExactly(Reference.parse("example.com/one:1"));
    requireImage(images.getFirst(), image);
  }

  @ParameterizedTest
  @ValueSource(strings = {"cat", "gzip -c", "zstd -c -q"})
  void open_skopeoDockerArchive_hasTheImage(String packing) throws IOException {
    Path tar = directory.resolve("docker.tar");
    Skopeo.copy(
        "oci:" + layout + ":one",
        "docker-archive:" + tar + ":example.com/one:1",
        "--additional-tag",
        "docker.io/library/one:2");

    var images = ImageArchive.open(packed(tar, packing), expanded).images();

    assertThat(images).hasSize(1);
    assertThat(images.getFirst().references())
        .containsExactly(Reference.parse("example.com/one:1"), Reference.parse("one:2"));
    requireImage(images.getFirst(), image);
  }

  @Test
  void open_skopeoDockerArchive_hasTheManifestOfEveryOpening() throws IOException {
    Path tar = directory.resolve("docker.tar");
    Skopeo.copy("oci:" + layout + ":one", "docker-archive:" + tar + ":one:1");

    byte[] inPlace = manifest(ImageArchive.open(tar, expanded));
    byte[] fromGzip = manifest(ImageArchive.open(packed(tar, "gzip -c"), expanded));

    assertThat(inPlace).isEqualTo(fromGzip);
  }

  @Test
  void open_legacyLayerLinks_areFollowed() throws IOException {
    Path tar = directory.resolve("docker.tar");
    Skopeo.copy("oci:" + layout + ":one", "docker-archive:" + tar + ":one:1");
    Path tree = Files.createDirectory(directory.resolve("tree"));
    Tool.require("tar").run("-xf", tar.toString(), "-C", tree.toString());
    List<String> layerLinks;
    try (var files = Files.walk(tree)) {
      layerLinks =
          files
              .filter(file -> file.endsWith("layer.tar"))
              .map(file -> tree.relativize(file).toString())
              .toList();
    }
    assertThat(layerLinks).hasSize(2);
    Path manifest = tree.resolve("manifest.json");
    String text = Files.readString(manifest);
    for (String link : layerLinks) {
      String target = Files.readSymbolicLink(tree.resolve(link)).getFileName().toString();
      text = text.replace("\"" + target + "\"", "\"" + link + "\"");
    }
    Files.delete(manifest);
    Files.writeString(manifest, text);
    for (String format : List.of("ustar", "gnu", "posix")) {
      Path again = directory.resolve(format + ".tar");
      Tool.require("tar")
          .run("--format=" + format, "-cf", again.toString(), "-C", tree.toString(), ".");

      requireImage(ImageArchive.open(again, expanded).images().getFirst(), image);
    }
    requireImage(ImageArchive.open(tree, expanded).images().getFirst(), image);
  }

  @Test
  void open_umociLayout_hasTheImages() throws IOException {
    Path copy = directory.resolve("umoci");
    Tool.require("umoci").run("init", "--layout", copy.toString());
    Tool.require("umoci").run("new", "--image", copy + ":empty");
    Skopeo.copy("oci:" + layout + ":one", "oci:" + copy + ":one");
    Tool.require("umoci").run("tag", "--image", copy + ":one", "again");
    Tool.require("umoci")
        .run("config", "--image", copy + ":one", "--tag", "changed", "--config.user", "7");

    var images = ImageArchive.open(copy, expanded).images();

    assertThat(images)
        .extracting(ArchivedImage::names)
        .containsExactlyInAnyOrder(List.of("empty"), List.of("one", "again"), List.of("changed"));
    for (var archived : images) {
      var resolved = ArchiveContents.resolved(archived.source());
      assertThat(resolved.manifest()).isInstanceOf(Manifest.class);
      assertThat(resolved.config().container().user())
          .isEqualTo(archived.names().contains("changed") ? "7" : "");
    }
  }

  private static byte[] manifest(ImageArchive archive) throws IOException {
    return archive.images().getFirst().source().resolve().bytes();
  }

  /** The file, passed through a command. */
  private Path packed(Path tar, String command) throws IOException {
    List<String> words = List.of(command.split(" ", -1));
    byte[] output =
        Tool.require(words.getFirst())
            .run(Files.readAllBytes(tar), words.subList(1, words.size()))
            .output();
    return Files.write(directory.resolve("packed"), output);
  }
}
