// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import static dev.larder.oci.archive.ArchiveContents.requireImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.DigestMismatchException;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.Dialect;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@code docker save} writes, in its forms since 1.10. */
final class DockerSaveTest {
  private final TestImage plain = ImageArchiveTest.image("one", Compression.NONE);

  @TempDir private Path directory;
  private Path expanded;
  private Path file;

  @BeforeEach
  void namePaths() {
    expanded = directory.resolve("expanded");
    file = directory.resolve("save.tar");
  }

  @Test
  void open_savedImage_hasAManifestMadeUp() throws IOException {
    new dev.larder.testkit.image.ImageArchive().add("debian:12", plain).writeDockerArchive(file);

    var image = open();

    assertThat(image.names()).containsExactly("debian:12");
    assertThat(image.references()).containsExactly(Reference.parse("debian:12"));
    var resolved = requireImage(image, plain);
    assertThat(resolved.manifest().layers())
        .allSatisfy(layer -> assertThat(layer.mediaType()).isEqualTo(MediaTypes.DOCKER_LAYER));
    assertThat(resolved.manifestDocument().text())
        .isEqualTo(
            """
            {"schemaVersion":2,"mediaType":"application/vnd.docker.distribution.manifest.v2+json",\
            "config":{"mediaType":"application/vnd.docker.container.image.v1+json","size":%d,\
            "digest":"%s"},"layers":[{"mediaType":"application/vnd.docker.image.rootfs.diff.tar",\
            "size":%d,"digest":"%s"},{"mediaType":"application/vnd.docker.image.rootfs.diff.tar",\
            "size":%d,"digest":"%s"}]}"""
                .formatted(
                    plain.config().sizeBytes(),
                    plain.config().digest(),
                    plain.layers().get(0).tarSizeBytes(),
                    plain.layers().get(0).diffId(),
                    plain.layers().get(1).tarSizeBytes(),
                    plain.layers().get(1).diffId()));
    assertThat(resolved.manifestDocument().digest())
        .isEqualTo(Digest.sha256(resolved.manifestDocument().bytes()));
  }

  @ParameterizedTest
  @EnumSource(Compression.class)
  void open_layersInAnyCompression_areRead(Compression compression) throws IOException {
    var image = ImageArchiveTest.image("x", compression);
    new dev.larder.testkit.image.ImageArchive().add("x:1", image).writeDockerArchive(file);

    var resolved = requireImage(open(), image);

    assertThat(resolved.manifest().layers())
        .extracting(layer -> layer.digest().toString())
        .containsExactlyElementsOf(image.layers().stream().map(TestLayer::blobDigest).toList());
  }

  @Test
  void open_severalImagesAndNames_areListedOnce() throws IOException {
    var other = ImageArchiveTest.image("two", Compression.GZIP);
    new dev.larder.testkit.image.ImageArchive()
        .add("a:1", plain)
        .add("b:1", other)
        .add("a:2", plain)
        .writeDockerArchive(file);

    var images = ImageArchive.open(file, expanded).images();

    assertThat(images)
        .extracting(ArchivedImage::names)
        .containsExactly(List.of("a:1", "a:2"), List.of("b:1"));
    requireImage(images.get(0), plain);
    requireImage(images.get(1), other);
  }

  @Test
  void open_layoutInsideToo_layoutCounts() throws IOException {
    Path layout = directory.resolve("layout");
    new dev.larder.testkit.image.ImageArchive().add("a:1", plain).writeOciLayout(layout);
    Files.writeString(layout.resolve("manifest.json"), "not even JSON");

    var resolved = requireImage(ImageArchive.open(layout, expanded).images().getFirst(), plain);

    assertThat(resolved.manifestDocument().bytes()).isEqualTo(plain.document().bytes());
  }

  @Test
  void open_nullTags_isAnImageWithoutName() throws IOException {
    write(saved("null", "l0/layer.tar", "l1/layer.tar").add(layer("l0/layer.tar", 0)));

    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("it has no l1/layer.tar");

    write(
        saved("null", "l0/layer.tar", "l1/layer.tar")
            .add(layer("l0/layer.tar", 0))
            .add(layer("l1/layer.tar", 1)));
    assertThat(open().names()).isEmpty();
    requireImage(open(), plain);
  }

  @Test
  void open_linkedLayers_areFollowed() throws IOException {
    write(
        saved("[]", "./a/b/layer.tar", "hard")
            .add(layer("./blob0.tar", 0))
            .symlink("a/b/layer.tar", "../../x/../second")
            .symlink("second", "blob0.tar")
            .add(layer("blobs//one", 1))
            .hardLink("hard", "./blobs/one"));

    requireImage(open(), plain);
  }

  @ParameterizedTest
  @ValueSource(strings = {"../layer.tar", "/etc/passwd", "d/../../../etc/passwd"})
  void open_nameThatLeadsOut_isRefused(String name) throws IOException {
    write(saved("[]", name, "l1").add(layer("l1", 1)));

    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining(name + " leads out of the archive");
  }

  @ParameterizedTest
  @ValueSource(strings = {"../x", "/etc/passwd", "a/../../x"})
  void open_linkThatLeadsOut_isRefused(String target) throws IOException {
    write(saved("[]", "l0", "l1").symlink("l0", target).add(layer("l1", 1)));

    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("l0 leads out of the archive");
  }

  @Test
  void open_memberOutsideTheArchive_isRefused() throws IOException {
    write(saved("[]", "l0", "l1").file("../evil", "x"));

    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("the member \"../evil\" leads out of the archive");
  }

  @Test
  void open_linkChain_isFollowedToItsLimit() throws IOException {
    requireImage(openChain(TarFiles.MAX_LINKS), plain);
    assertThatThrownBy(() -> openChain(TarFiles.MAX_LINKS + 1))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("a chain of more than 40 links");
    write(saved("[]", "l0", "l1").symlink("l0", "l0"));
    assertThatThrownBy(this::open).hasMessageContaining("a chain of more than 40 links");
  }

  @Test
  void open_layerThatIsNoFile_isRefused() throws IOException {
    write(saved("[]", "l0", "l1").directory("l0/"));
    assertThatThrownBy(this::open).hasMessageContaining("l0 is not a regular file");
    write(saved("[]", "l0", "l1").fifo("l0"));
    assertThatThrownBy(this::open).hasMessageContaining("l0 is not a regular file");
    write(saved("[]", "l0", "l1").add(layer("l0", 0).pax("GNU.sparse.major", "1")));
    assertThatThrownBy(this::open).hasMessageContaining("l0 is not a regular file");
  }

  @ParameterizedTest
  @EnumSource(Dialect.class)
  void open_longNames_areRead(Dialect dialect) throws IOException {
    int length =
        switch (dialect) {
          case V7 -> 80;
          case USTAR -> 150;
          case GNU, PAX -> 300;
        };
    String name = "d".repeat(length) + "/layer.tar";
    write(
        saved("[]", name, "link")
            .dialect(dialect)
            .add(layer(name, 0))
            .add(layer("l1", 1))
            .symlink("link", "l1"));

    requireImage(open(), plain);
  }

  @Test
  void open_paxAndBase256Sizes_areRead() throws IOException {
    byte[] tar = tar(1);
    write(
        saved("[]", "l0", "l1")
            .add(layer("l0", 0).base256())
            .add(layer("l1", 1).pax("size", Integer.toString(tar.length))));

    requireImage(open(), plain);
  }

  @Test
  void openBlob_layerIsNotItsDiffId_neverEndsCleanly() throws IOException {
    write(saved("[]", "l0", "l1").add(layer("l0", 1)).add(layer("l1", 1)));
    var source = open().source();
    var image = ArchiveContents.resolved(source);

    assertThatThrownBy(() -> ArchiveContents.diffId(source, image, 0))
        .isInstanceOf(DigestMismatchException.class);
    assertThat(ArchiveContents.diffId(source, image, 1))
        .hasToString(plain.layers().get(1).diffId());
  }

  @Test
  void open_otherNumberOfLayers_isRefused() throws IOException {
    write(saved("[]", "l0").add(layer("l0", 0)));

    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("has 2 diff ids, its image 1 layers");
  }

  @Test
  void open_onlyRepositories_isTooOld() throws IOException {
    write(new TarBuilder().file("repositories", "{}"));

    assertThatThrownBy(this::open)
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("Docker older than 1.10");
  }

  @Test
  void open_extensionHeader_isLimited() throws IOException {
    int just = TarIndexer.MAX_EXTENSION_BYTES;
    write(new TarBuilder().add(TarEntry.ofType('L', "long").content(zeros(just))));
    assertThatThrownBy(this::open).hasMessageContaining("it is no image archive");
    write(new TarBuilder().add(TarEntry.ofType('L', "long").content(zeros(just + 1))));
    assertThatThrownBy(this::open).hasMessageContaining("an extension header has 1048577 bytes");
  }

  private ArchivedImage openChain(int links) throws IOException {
    var tar = saved("[]", "link1", "l1").add(layer("l1", 1)).add(layer("link" + (links + 1), 0));
    for (int i = 1; i <= links; i++) {
      tar.symlink("link" + i, "link" + (i + 1));
    }
    write(tar);
    return open();
  }

  /** An archive of the plain image, its layers said to be at these places. */
  private TarBuilder saved(String tags, String... layers) {
    var quoted = new ArrayList<String>();
    for (String layer : layers) {
      quoted.add("\"" + layer + "\"");
    }
    return new TarBuilder()
        .file("./config.json", plain.config().bytes())
        .file(
            "manifest.json",
            "[{\"Config\":\"config.json\",\"RepoTags\":%s,\"Layers\":%s}]".formatted(tags, quoted));
  }

  private TarEntry layer(String name, int number) throws IOException {
    return TarEntry.file(name, tar(number));
  }

  private byte[] tar(int number) throws IOException {
    try (InputStream in = plain.layers().get(number).blob().open()) {
      return in.readAllBytes();
    }
  }

  private static dev.larder.testkit.image.Content zeros(int sizeBytes) {
    return dev.larder.testkit.image.Content.zeros(sizeBytes);
  }

  private void write(TarBuilder tar) throws IOException {
    Files.write(file, tar.toByteArray());
  }

  private ArchivedImage open() throws IOException {
    return ImageArchive.open(file, expanded).images().getFirst();
  }
}
