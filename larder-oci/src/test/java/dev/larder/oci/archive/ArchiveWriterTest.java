// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.Document;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.oracle.Skopeo;
import dev.larder.testkit.oracle.Tool;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Archives that are written here, read here and by skopeo. */
final class ArchiveWriterTest {
  private final TestImage one = ImageArchiveTest.image("one", Compression.NONE);
  private final TestImage two = ImageArchiveTest.image("two", Compression.NONE);

  @TempDir private Path directory;

  @Test
  void writeLayout_images_areReadAgain() throws IOException {
    Path file = write(outgoing(one, "example.com/one:1", "example.com/one:2"), outgoing(two));

    var images = ImageArchive.open(file, directory.resolve("expanded")).images();

    assertThat(images)
        .extracting(ArchivedImage::names)
        .containsExactly(List.of("example.com/one:1", "example.com/one:2"), List.of());
    var read = ArchiveContents.requireImage(images.get(0), one);
    assertThat(read.manifestDocument().bytes()).isEqualTo(one.document().bytes());
    ArchiveContents.requireImage(images.get(1), two);
  }

  @Test
  void writeDockerSave_images_areReadAgain() throws IOException {
    Path file = directory.resolve("docker.tar");
    var outgoing = outgoing(one, "example.com/one:1", "example.com/one:2");
    try (var out = Files.newOutputStream(file)) {
      ArchiveWriter.writeDockerSave(List.of(outgoing, outgoing(two)), out);
    }

    var images = ImageArchive.open(file, directory.resolve("expanded")).images();

    assertThat(images)
        .extracting(ArchivedImage::names)
        .containsExactly(List.of("example.com/one:1", "example.com/one:2"), List.of());
    var read = ArchiveContents.requireImage(images.get(0), one);
    var layers = outgoing.layers().stream().map(OutgoingBlob::descriptor).toList();
    assertThat(read.manifestDocument().digest())
        .isEqualTo(ArchiveWriter.dockerSaveManifest(outgoing.config(), layers).digest());
    ArchiveContents.requireImage(images.get(1), two);
  }

  @Test
  void writeLayout_sharedBlobs_areWrittenOnce() throws IOException {
    Path once = write(outgoing(one, "example.com/one:1"));
    long size = Files.size(once);

    Path twice = write(outgoing(one, "example.com/one:1"), outgoing(one, "example.com/other:1"));

    assertThat(Files.size(twice) - size).isLessThan(1024);
    assertThat(members(twice)).doesNotHaveDuplicates();
  }

  @Test
  void writeLayout_skopeo_copiesItWithItsDigests() throws IOException {
    Path file = write(outgoing(one, "example.com/one:1"), outgoing(two, "example.com/two:1"));
    Path copy = directory.resolve("copy");

    Skopeo.copy(
        "oci-archive:" + file + ":example.com/two:1", "oci:" + copy + ":two", "--preserve-digests");

    assertThat(Skopeo.rawManifest("oci:" + copy + ":two")).isEqualTo(two.document().bytes());
  }

  /** SHA-512 makes names that are longer than a header has room for. */
  @Test
  void writeLayout_longNames_areReadByGnuTar() throws IOException {
    byte[] bytes = "bytes".getBytes(StandardCharsets.UTF_8);
    var hash = Digest.Algorithm.SHA512.newHash();
    hash.update(bytes);
    var digest = Digest.of(Digest.Algorithm.SHA512, hash);
    var blob =
        new OutgoingBlob(
            Descriptor.of(MediaTypes.OCI_LAYER, digest, bytes.length), out -> out.write(bytes));
    var image = outgoing(one);

    Path file =
        write(new OutgoingImage(List.of(), image.manifest(), image.config(), List.of(blob)));

    assertThat(members(file)).contains("blobs/sha512/" + digest.hex());
  }

  @Test
  void tar_fileOver8GiB_saysItsSize() throws IOException {
    var out = new ByteArrayOutputStream();
    long size = (8L << 30) + 1;
    assertThatThrownBy(() -> new TarWriter(out).file("big", size, to -> {}))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("ends " + size + " bytes early");

    assertThat(out.toString(StandardCharsets.US_ASCII)).contains("19 size=8589934593\n");
  }

  @Test
  void tar_moreBytesThanSaid_isRefused() {
    var tar = new TarWriter(OutputStream.nullOutputStream());

    assertThatThrownBy(() -> tar.file("f", 2, out -> out.write(new byte[3])))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("more than the 2 bytes");
  }

  private Path write(OutgoingImage... images) throws IOException {
    Path file = directory.resolve("archive" + images.length + ".tar");
    try (var out = Files.newOutputStream(file)) {
      ArchiveWriter.writeLayout(List.of(images), out);
    }
    return file;
  }

  private static List<String> members(Path tar) throws IOException {
    return Tool.require("tar").run("-tf", tar.toString()).text().lines().toList();
  }

  private static OutgoingImage outgoing(TestImage image, String... names) {
    return new OutgoingImage(
        List.of(names),
        Document.of(image.mediaType(), image.document().bytes()),
        Document.of(MediaTypes.OCI_CONFIG, image.config().bytes()),
        image.layers().stream().map(ArchiveWriterTest::blob).toList());
  }

  private static OutgoingBlob blob(dev.larder.testkit.image.TestLayer layer) {
    return new OutgoingBlob(
        Descriptor.of(
            MediaTypes.OCI_LAYER, Digest.parse(layer.blobDigest()), layer.compressedSizeBytes()),
        out -> {
          try (var in = layer.blob().open()) {
            in.transferTo(out);
          }
        });
  }
}
