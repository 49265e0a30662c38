// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.ImageLoadFailedException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.InvalidReferenceException;
import dev.larder.error.PlatformMismatchException;
import dev.larder.model.ImageHandle;
import dev.larder.model.LoadOptions;
import dev.larder.model.PullEvent;
import dev.larder.oci.image.Platform;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.image.TestLayer;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Images from archives. */
final class LoadTest extends CacheTest {
  private static final LoadOptions DEFAULTS = LoadOptions.defaults();
  private static final String NAME = "docker.io/library/app:1";

  private final TestImage image = TestCache.image("a", "b");

  private Path archive;

  @BeforeEach
  void prepare() {
    archive = directory.resolve("archive");
  }

  @Test
  void load_ociLayout_isNamedAsItSays() throws IOException {
    new ImageArchive().add("app:1", image).writeOciLayout(archive);
    requireLoaded();
  }

  @Test
  void load_ociArchive_isNamedAsItSays() throws IOException {
    new ImageArchive().add("app:1", image).writeOciArchive(archive);
    requireLoaded();
  }

  @Test
  void load_compressedOciArchive_isNamedAsItSays() throws IOException {
    var plain = directory.resolve("plain");
    new ImageArchive().add("app:1", image).writeOciArchive(plain);
    try (var out = new GZIPOutputStream(Files.newOutputStream(archive))) {
      Files.copy(plain, out);
    }
    requireLoaded();
  }

  private void requireLoaded() {
    var loaded = test.cache().load(archive, DEFAULTS);

    assertThat(loaded).extracting(ImageHandle::reference).containsExactly(NAME);
    assertThat(loaded.getFirst().manifestDigest().orElseThrow()).hasToString(image.digest());
    assertThat(test.cache().inspect("app:1").layers()).hasSize(2);
    assertThat(test.files()).hasSize(4).noneMatch(file -> file.startsWith("tmp/"));
    assertThat(test.registry().exchanges()).isEmpty();
  }

  @Test
  void load_dockerSave_isNamedAsItSays() throws IOException {
    var tar = TestLayer.of(new TarBuilder().file("a", "1"), Compression.NONE);
    new ImageArchive()
        .add("app:1", new ImageBuilder().layer(tar).env("A=b").build())
        .add("app:2", image)
        .writeDockerArchive(archive);

    var loaded = test.cache().load(archive, DEFAULTS);

    assertThat(loaded)
        .extracting(ImageHandle::reference)
        .containsExactly(NAME, "docker.io/library/app:2");
    assertThat(test.cache().inspect("app:1").config().env()).containsExactly("A=b");
  }

  @Test
  void load_archiveWithoutNames_isWithoutName() throws IOException {
    new ImageArchive().add("", image).writeOciLayout(archive);

    var loaded = test.cache().load(archive, DEFAULTS).getFirst();

    assertThat(loaded.isDangling()).isTrue();
    assertThat(loaded.reference()).isEqualTo(image.digest());
    assertThat(loaded.inspect().layers()).hasSize(2);
    assertThat(loaded.remove().manifestsRemoved()).isOne();
  }

  @Test
  void load_tags_nameTheFirstImageBesides() throws IOException {
    new ImageArchive()
        .add("app:1", image)
        .add("app:2", TestCache.image("c"))
        .writeOciLayout(archive);

    var loaded = test.cache().load(archive, DEFAULTS.withTags(List.of("mine", "mine:2")));

    assertThat(loaded)
        .extracting(ImageHandle::reference)
        .containsExactly("docker.io/library/mine:latest", "docker.io/library/app:2");
    assertThat(test.cache().list())
        .extracting(ImageHandle::reference)
        .containsExactlyInAnyOrder(
            NAME,
            "docker.io/library/app:2",
            "docker.io/library/mine:latest",
            "docker.io/library/mine:2");
  }

  @Test
  void load_tagsThatAreNone_areRefusedBeforeAnythingIsRead() throws IOException {
    new ImageArchive().add("app:1", image).writeOciLayout(archive);

    for (String tag : List.of("UPPER", "app@" + image.digest())) {
      assertThatThrownBy(() -> test.cache().load(archive, DEFAULTS.withTags(List.of(tag))))
          .isInstanceOf(InvalidReferenceException.class);
    }
    assertThat(test.files()).isEmpty();
  }

  @Test
  void load_nameWithADigest_isNotBelieved() throws IOException {
    String stranger = "app@sha256:" + "ab".repeat(32);
    new ImageArchive().add(stranger, image).writeOciLayout(archive);

    test.cache().load(archive, DEFAULTS);

    assertThatThrownBy(() -> test.cache().get(stranger)).isInstanceOf(ImageNotFoundException.class);
    assertThat(test.cache().get("app@" + image.digest()).layerCount()).isEqualTo(2);
  }

  @Test
  void load_index_takesTheWantedPlatform() throws IOException {
    var other = new ImageBuilder().platform("linux", "s390x", "").build();
    new ImageArchive().add("app:1", TestIndex.of(other, image)).writeOciLayout(archive);

    var s390x = DEFAULTS.withPlatform(Platform.parse("linux/s390x"));
    assertThat(test.cache().load(archive, s390x).getFirst().architecture()).contains("s390x");

    var thrown =
        catchThrowableOfType(
            PlatformMismatchException.class,
            () ->
                test.cache().load(archive, DEFAULTS.withPlatform(Platform.parse("linux/riscv64"))));
    assertThat(thrown.available()).containsExactly("linux/s390x", "linux/amd64");
  }

  @Test
  void load_listener_isToldUnderTheName() throws IOException {
    new ImageArchive().add("app:1", image).writeOciLayout(archive);
    var events = new ArrayList<PullEvent>();

    test.cache().load(archive, DEFAULTS.withListener(events::add));

    assertThat(events).allMatch(event -> event.reference().equals(NAME));
    assertThat(events).last().isInstanceOf(PullEvent.Done.class);
  }

  @Test
  void load_secondImageDamaged_keepsTheFirst() throws IOException {
    var damaged =
        new ImageBuilder()
            .layer(TestCache.layer("c").withDiffId("sha256:" + "ab".repeat(32)))
            .build();
    new ImageArchive().add("app:1", image).add("app:2", damaged).writeOciLayout(archive);

    var thrown =
        catchThrowableOfType(
            ImageLoadFailedException.class, () -> test.cache().load(archive, DEFAULTS));

    assertThat(thrown.archive()).isEqualTo(archive);
    assertThat(thrown).hasMessageContaining("wrong diff_id");
    assertThat(test.cache().list()).extracting(ImageHandle::reference).containsExactly(NAME);
    assertThat(test.files()).hasSize(4);
  }

  @Test
  void load_noArchive_saysWhatItIs() throws IOException {
    requireFailure("cannot load " + archive + ": there is no such file");
    Files.writeString(archive, "not a tar, though it is rather long ".repeat(100));
    requireFailure("cannot load " + archive + ": it is not a tar");
    Files.write(archive, new TarBuilder().file("a", "b").toByteArray());
    requireFailure("cannot load " + archive + ": it is no image archive: it has neither ");
  }

  private void requireFailure(String message) {
    var thrown =
        catchThrowableOfType(
            ImageLoadFailedException.class, () -> test.cache().load(archive, DEFAULTS));

    assertThat(thrown).hasMessageContaining(message);
    assertThat(thrown).message().hasLineCount(1);
    assertThat(test.files()).isEmpty();
  }
}
