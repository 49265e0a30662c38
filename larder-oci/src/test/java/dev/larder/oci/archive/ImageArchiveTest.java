// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import static dev.larder.oci.archive.ArchiveContents.requireImage;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Reference;
import dev.larder.oci.image.MalformedDocumentException;
import dev.larder.oci.source.DigestMismatchException;
import dev.larder.oci.source.SizeMismatchException;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.image.TestLayer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** OCI layouts, and what all archives have in common. */
final class ImageArchiveTest {
  private final TestImage one = image("one", Compression.GZIP);
  private final TestImage two = image("two", Compression.NONE);

  @TempDir private Path directory;
  private Path expanded;
  private Path file;

  @BeforeEach
  void namePaths() {
    expanded = directory.resolve("expanded");
    file = directory.resolve("archive.tar");
  }

  @Test
  void open_layoutDirectory_hasItsImages() throws IOException {
    Path layout = directory.resolve("layout");
    archive().add("one", one).add("example.com/two:2", two).writeOciLayout(layout);

    var images = ImageArchive.open(layout, expanded).images();

    assertThat(images)
        .extracting(ArchivedImage::names)
        .containsExactly(List.of("one"), List.of("example.com/two:2"));
    assertThat(images.get(1).references()).containsExactly(Reference.parse("example.com/two:2"));
    var image = requireImage(images.get(0), one);
    assertThat(image.manifestDocument().bytes()).isEqualTo(one.document().bytes());
    requireImage(images.get(1), two);
    assertThat(expanded).doesNotExist();
  }

  @Test
  void open_plainTar_isReadInPlace() throws IOException {
    archive().add("one", one).add("two", two).writeOciArchive(file);

    var images = ImageArchive.open(file, expanded).images();

    requireImage(images.get(0), one);
    requireImage(images.get(1), two);
    assertThat(expanded).doesNotExist();
  }

  @Test
  void open_compressedTar_isExpanded() throws IOException {
    archive().add("one", one).writeOciArchive(file);
    Path compressed = directory.resolve("archive.tar.gz");
    try (var out = new GZIPOutputStream(Files.newOutputStream(compressed))) {
      Files.copy(file, out);
    }

    var images = ImageArchive.open(compressed, expanded).images();

    assertThat(expanded).hasSameBinaryContentAs(file);
    requireImage(images.getFirst(), one);
  }

  @Test
  void open_stream_isExpandedAndNotClosed() throws IOException {
    archive().add("one", one).writeOciArchive(file);
    for (byte[] bytes : List.of(Files.readAllBytes(file), gzip(Files.readAllBytes(file)))) {
      var images = ImageArchive.open(new ByteArrayInputStream(bytes), expanded).images();

      assertThat(expanded).hasSameBinaryContentAs(file);
      requireImage(images.getFirst(), one);
    }
  }

  @Test
  void open_oneManifestUnderTwoNames_isOneImage() throws IOException {
    archive().add("one", one).add("other", two).add("first", one).writeOciArchive(file);

    assertThat(ImageArchive.open(file, expanded).images())
        .extracting(ArchivedImage::names)
        .containsExactly(List.of("one", "first"), List.of("other"));
  }

  @Test
  void open_index_isOneImageOfSeveralPlatforms() throws IOException {
    var arm64 = new ImageBuilder().platform("linux", "arm64", "v8").build();
    var index = TestIndex.of(arm64, one);
    archive().add("multi", index).writeOciArchive(file);

    var images = ImageArchive.open(file, expanded).images();

    assertThat(images).hasSize(1);
    var image = requireImage(images.getFirst(), one);
    assertThat(image.root().bytes()).isEqualTo(index.document().bytes());
  }

  @Test
  void open_platformsInIndexFile_areOneImage() throws IOException {
    var arm64 = new ImageBuilder().platform("linux", "arm64", "v8").build();
    byte[] indexBytes = TestIndex.of(arm64, one).document().bytes();
    Path layout = directory.resolve("layout");
    archive().add("", one).writeOciLayout(layout);
    Files.write(layout.resolve("index.json"), indexBytes);

    var images = ImageArchive.open(layout, expanded).images();

    assertThat(images).hasSize(1);
    assertThat(images.getFirst().names()).isEmpty();
    assertThat(requireImage(images.getFirst(), one).root().bytes()).isEqualTo(indexBytes);
  }

  @Test
  void open_containerdName_isTheName() throws IOException {
    Path layout = directory.resolve("layout");
    archive().add("latest", one).writeOciLayout(layout);
    Path index = layout.resolve("index.json");
    Files.writeString(
        index,
        Files.readString(index)
            .replace(
                "\"org.opencontainers.image.ref.name\"",
                "\"io.containerd.image.name\":\"docker.io/library/one:latest\","
                    + "\"org.opencontainers.image.ref.name\""));

    assertThat(ImageArchive.open(layout, expanded).images().getFirst().names())
        .containsExactly("docker.io/library/one:latest");
  }

  @Test
  void references_nameThatIsNone_isLeftOut() throws IOException {
    archive().add("Not A Reference", one).writeOciArchive(file);

    var image = ImageArchive.open(file, expanded).images().getFirst();

    assertThat(image.names()).containsExactly("Not A Reference");
    assertThat(image.references()).isEmpty();
  }

  @Test
  void open_noImages_isAnEmptyList() throws IOException {
    archive().writeOciArchive(file);

    assertThat(ImageArchive.open(file, expanded).images()).isEmpty();
  }

  @Test
  void openBlob_damaged_neverEndsCleanly() throws IOException {
    Path layout = directory.resolve("layout");
    archive().add("two", two).writeOciLayout(layout);
    var image = ImageArchive.open(layout, expanded).images().getFirst();
    var resolved = ArchiveContents.resolved(image.source());
    Path blob = blob(layout, two.layers().getFirst().blobDigest());
    byte[] bytes = Files.readAllBytes(blob);

    bytes[600] ^= 1;
    Files.write(blob, bytes);
    assertThatThrownBy(() -> ArchiveContents.diffId(image.source(), resolved, 0))
        .isInstanceOf(DigestMismatchException.class);
    Files.write(blob, Arrays.copyOf(bytes, bytes.length - 1));
    assertThatThrownBy(() -> ArchiveContents.diffId(image.source(), resolved, 0))
        .isInstanceOf(SizeMismatchException.class);
    Files.delete(blob);
    assertThatThrownBy(() -> ArchiveContents.diffId(image.source(), resolved, 0))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("it has no blobs/sha256/");
  }

  @Test
  void resolve_damagedManifest_isRefused() throws IOException {
    Path layout = directory.resolve("layout");
    archive().add("one", one).writeOciLayout(layout);
    var source = ImageArchive.open(layout, expanded).images().getFirst().source();
    Path blob = blob(layout, one.digest());

    Files.writeString(blob, Files.readString(blob).replace("schemaVersion", "SchemaVersion"));

    assertThatThrownBy(source::resolve).isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void openBlob_readerInterrupted_hurtsNoOther() throws IOException {
    archive().add("two", two).writeOciArchive(file);
    var image = ImageArchive.open(file, expanded).images().getFirst();
    var layer = ArchiveContents.resolved(image.source()).manifest().layers().getFirst();

    try (var first = image.source().openBlob(layer);
        var second = image.source().openBlob(layer)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(first::read).isInstanceOf(ClosedByInterruptException.class);
      assertThat(Thread.interrupted()).isTrue();
      assertThat(second.readAllBytes()).hasSize((int) layer.sizeBytes());
    }
  }

  @Test
  void open_linksInDirectory_areFollowedWithinItOnly() throws IOException {
    Path layout = directory.resolve("layout");
    archive().add("one", one).writeOciLayout(layout);
    Path index = layout.resolve("index.json");
    Files.move(index, layout.resolve("real.json"));
    Files.createSymbolicLink(index, Path.of("real.json"));
    requireImage(ImageArchive.open(layout, expanded).images().getFirst(), one);

    Files.move(layout.resolve("real.json"), directory.resolve("outside.json"));
    Files.delete(index);
    Files.createSymbolicLink(index, Path.of("../outside.json"));
    assertThatThrownBy(() -> ImageArchive.open(layout, expanded))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("leads out of the directory");
  }

  @Test
  void open_notAnArchive_saysSo() throws IOException {
    assertThatThrownBy(() -> ImageArchive.open(file, expanded))
        .isInstanceOf(NoSuchFileException.class);
    assertThatThrownBy(() -> ImageArchive.open(directory, expanded))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("neither index.json (OCI layout) nor manifest.json (docker save)");
    for (byte[] bytes : List.of(new byte[0], new TarBuilder().file("a", "b").toByteArray())) {
      Files.write(file, bytes);
      assertThatThrownBy(() -> ImageArchive.open(file, expanded))
          .isInstanceOf(MalformedArchiveException.class)
          .hasMessageContaining("it is no image archive");
    }
    Files.write(file, "just text".repeat(1000).getBytes(StandardCharsets.UTF_8));
    assertThatThrownBy(() -> ImageArchive.open(file, expanded))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("it is not a tar");
  }

  @Test
  void open_unknownLayoutVersion_isRefused() throws IOException {
    Path layout = directory.resolve("layout");
    archive().add("one", one).writeOciLayout(layout);

    Files.writeString(layout.resolve("oci-layout"), "{\"imageLayoutVersion\":\"2.0.0\"}");
    assertThatThrownBy(() -> ImageArchive.open(layout, expanded))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("2.0.0");
    Files.delete(layout.resolve("oci-layout"));
    assertThatThrownBy(() -> ImageArchive.open(layout, expanded))
        .isInstanceOf(MalformedArchiveException.class)
        .hasMessageContaining("it has no oci-layout");
  }

  @Test
  void open_cutOffTar_isRefusedOrWhole() throws IOException {
    archive().add("one", one).writeOciArchive(file);
    byte[] bytes = Files.readAllBytes(file);
    int refused = 0;
    int rounds = 0;
    for (int length = 1; length < bytes.length - 1024; length += 97) {
      Files.write(file, Arrays.copyOf(bytes, length));
      rounds++;
      try {
        requireImage(ImageArchive.open(file, expanded).images().getFirst(), one);
      } catch (IOException ignored) { // the other thing that may happen
        refused++;
      }
    }
    // Whole without the padding of the last member.
    assertThat(refused).isBetween(rounds - 5, rounds);
  }

  @Test
  void open_mutatedTar_failsTypedOrIsWhole() throws IOException {
    archive().add("one", one).writeOciArchive(file);
    byte[] bytes = Files.readAllBytes(file);
    long seed = 4711;
    var random = new Random(seed);
    for (int round = 0; round < 500; round++) {
      byte[] mutant = bytes.clone();
      for (int times = random.nextInt(1, 5); times > 0; times--) {
        mutant[random.nextInt(mutant.length)] = (byte) random.nextInt(256);
      }
      Files.write(file, mutant);
      try {
        for (var image : ImageArchive.open(file, expanded).images()) {
          assertThat(requireImage(image, one).manifest().layers()).hasSize(2);
        }
      } catch (IOException e) {
        assertThat(e.getMessage()).as("seed %d, round %d", seed, round).isNotEmpty();
      }
    }
  }

  static TestImage image(String content, Compression compression) {
    return new ImageBuilder()
        .layer(TestLayer.of(new TarBuilder().file("base", "shared"), compression))
        .layer(TestLayer.of(new TarBuilder().file("file", content), compression))
        .cmd(content)
        .build();
  }

  private static dev.larder.testkit.image.ImageArchive archive() {
    return new dev.larder.testkit.image.ImageArchive();
  }

  private static Path blob(Path layout, String digest) {
    return layout.resolve("blobs/" + digest.replace(':', '/'));
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      gzip.write(bytes);
    }
    return out.toByteArray();
  }
}
