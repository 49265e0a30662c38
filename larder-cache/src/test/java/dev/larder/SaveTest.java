// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.larder.error.CacheStorageException;
import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.ImageSaveFailedException;
import dev.larder.error.OperationCancelledException;
import dev.larder.model.BootDisk;
import dev.larder.model.ImageHandle;
import dev.larder.model.LoadOptions;
import dev.larder.model.SaveOptions;
import dev.larder.model.SaveOptions.Format;
import dev.larder.model.SaveOptions.Layers;
import dev.larder.model.SaveReport;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Images as archives. */
final class SaveTest extends CacheTest {
  private static final String A = "docker.io/library/a:1";
  private static final String B = "docker.io/library/b:2";
  private static final SaveOptions ORIGINAL = SaveOptions.defaults().withLayers(Layers.ORIGINAL);

  private final TestImage image =
      new ImageBuilder()
          .env("A=ä")
          .layer(TestCache.layer("shared"))
          .layer(TestCache.layer("a"))
          .build();

  private String reference = "";
  private Path archive = Path.of("");

  @BeforeEach
  void pull() throws IOException {
    reference = test.pushAndPull("app:1", image);
    test.cache().tag(reference, A);
    archive = Files.createDirectory(directory.resolve("archives")).resolve("archive.tar");
  }

  @ParameterizedTest
  @EnumSource
  void save_andLoad_isTheImageUnderItsName(Format format) throws IOException {
    var report = save(SaveOptions.defaults().withFormat(format), A);

    var saved = report.images().getFirst();
    assertThat(report.images()).hasSize(1);
    assertThat(saved.reference()).isEqualTo(A);
    assertThat(saved.digest()).hasToString(image.digest());
    assertThat(saved.isSameDigest()).isFalse();
    assertThat(report.bytes()).isEqualTo(Files.size(archive)).isGreaterThan(saved.bytes());
    try (var again = new TestCache(directory.resolve("again"))) {
      var loaded = again.cache().load(archive, LoadOptions.defaults());
      assertThat(loaded).extracting(ImageHandle::reference).containsExactly(A);
      assertThat(loaded.getFirst().manifestDigest()).contains(saved.savedDigest());
      assertThat(loaded.getFirst().sizeBytes().orElseThrow()).isLessThan(saved.bytes());
      assertThat(again.cache().inspect(A).config().env()).containsExactly("A=ä");
      assertThat(layers(again.cache(), A)).hasSize(2);
      for (int i = 0; i < 2; i++) {
        assertThat(layers(again.cache(), A).get(i))
            .hasSameBinaryContentAs(layers(test.cache(), A).get(i));
      }
    }
    requireNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void save_severalImages_shareLayers(Format format) throws IOException {
    var options = SaveOptions.defaults().withFormat(format);
    String other = test.pushAndPull("b:1", TestCache.image("shared", "b"));
    test.cache().tag(other, B);
    long alone = save(options, A).bytes() + save(options, B).bytes();

    var report = save(options, A, B, reference);

    assertThat(report.images())
        .extracting(SaveReport.SavedImage::reference)
        .containsExactly(A, B, reference);
    assertThat(report.bytes()).isLessThan(alone - 10_000);
    try (var again = new TestCache(directory.resolve("again"))) {
      assertThat(again.cache().load(archive, LoadOptions.defaults())).hasSize(2);
      assertThat(again.cache().list())
          .extracting(ImageHandle::reference)
          .containsExactlyInAnyOrder(A, B, reference);
      assertThat(again.cache().get(A).manifestDigest())
          .isEqualTo(again.cache().get(reference).manifestDigest())
          .isNotEqualTo(again.cache().get(B).manifestDigest());
    }
  }

  @Test
  void save_byDigest_hasNoName() throws IOException {
    var report = save(SaveOptions.defaults(), image.digest());

    assertThat(report.images()).hasSize(1);
    try (var again = new TestCache(directory.resolve("again"))) {
      var loaded = again.cache().load(archive, LoadOptions.defaults());
      assertThat(loaded).hasSize(1);
      assertThat(loaded.getFirst().isDangling()).isTrue();
    }
  }

  @Test
  void save_dockerManifest_staysOne() throws IOException {
    var docker =
        new ImageBuilder().format(ManifestFormat.DOCKER).layer(TestCache.layer("d")).build();
    String pulled = test.pushAndPull("d:1", docker);

    save(SaveOptions.defaults(), pulled);

    try (var again = new TestCache(directory.resolve("again"))) {
      again.cache().load(archive, LoadOptions.defaults());
      assertThat(again.cache().inspect(pulled).layers().getFirst().mediaType())
          .isEqualTo("application/vnd.docker.image.rootfs.diff.tar");
    }
  }

  @Test
  void save_stream_isTheFile() throws IOException {
    save(SaveOptions.defaults(), A);
    var out = new ByteArrayOutputStream();

    var report = test.cache().save(out, List.of(A), SaveOptions.defaults());

    assertThat(out.toByteArray()).isEqualTo(Files.readAllBytes(archive));
    assertThat(report.bytes()).isEqualTo(out.size());
  }

  @Test
  void save_original_everyDigestSurvives() throws IOException {
    test.registry().clearExchanges();

    var report = save(ORIGINAL, A);

    assertThat(report.images().getFirst().isSameDigest()).isTrue();
    try (var again = new TestCache(directory.resolve("again"))) {
      again.cache().load(archive, LoadOptions.defaults());
      assertThat(again.cache().get(A).manifestDigest().orElseThrow()).hasToString(image.digest());
      assertThat(again.cache().inspect(A).layers()).isEqualTo(test.cache().inspect(A).layers());
    }
    assertThat(test.registry().blobsServed().values()).containsOnly(1).hasSize(2);
    requireNothingElse();
  }

  @Test
  void save_originalThatTheRegistryLost_failsAndLeavesNothing() throws IOException {
    test.registry().removeBlob("app", image.layers().getLast().blobDigest());

    assertThatThrownBy(() -> save(ORIGINAL, A)).isInstanceOf(ImageSaveFailedException.class);

    assertThat(archive).doesNotExist();
    requireNothingElse();
  }

  @Test
  void save_originalOfAnArchive_saysThatThereIsNoRegistry() throws IOException {
    var plain = directory.resolve("nameless");
    new dev.larder.testkit.image.ImageArchive()
        .add("not a name", TestCache.image("z"))
        .writeOciLayout(plain);
    var loaded = test.cache().load(plain, LoadOptions.defaults()).getFirst();

    assertThatThrownBy(() -> save(ORIGINAL, loaded.reference()))
        .isInstanceOf(ImageSaveFailedException.class)
        .hasMessageContaining("came from an archive");
  }

  @Test
  void options_originalInADockerArchive_areRefused() {
    assertThatThrownBy(() -> ORIGINAL.withFormat(Format.DOCKER))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("no manifests");
  }

  @Test
  void save_unknownImage_isNotFoundAndKeepsTheFile() throws IOException {
    Files.writeString(archive, "before");

    assertThatThrownBy(() -> save(SaveOptions.defaults(), A, "nobody:1"))
        .isInstanceOf(ImageNotFoundException.class);

    assertThat(archive).hasContent("before");
    requireNothingElse();
  }

  @Test
  void save_noImage_isWrongUse() {
    assertThatThrownBy(() -> save(SaveOptions.defaults()))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void save_existingFile_isReplacedThroughItsLink() throws IOException {
    Path link = Files.createSymbolicLink(archive.resolveSibling("link"), archive);
    Files.writeString(archive, "before");

    test.cache().save(link, List.of(A), SaveOptions.defaults());

    assertThat(link).isSymbolicLink();
    assertThat(Files.size(archive)).isGreaterThan(20_000);
  }

  @Test
  void save_whereNoFileCanBe_fails() throws IOException {
    Path directoryOfThatName = Files.createDirectory(archive);
    for (Path bad :
        List.of(archive.resolve("no/such"), directoryOfThatName, Path.of("/dev/null"))) {
      assertThatThrownBy(() -> test.cache().save(bad, List.of(A), SaveOptions.defaults()))
          .isInstanceOf(ImageSaveFailedException.class)
          .hasMessageStartingWith("cannot save to " + bad + ": ");
    }
    assertThat(Path.of("/dev/null")).exists().isNotEqualTo(archive);
    assertThat(Files.isRegularFile(Path.of("/dev/null"))).isFalse();
    requireNothingElse();
  }

  @ParameterizedTest
  @EnumSource
  void save_damagedLayer_isRefused(Damage damage) throws IOException {
    damage.of(layers(test.cache(), A).getLast());

    assertThatThrownBy(() -> save(SaveOptions.defaults(), A))
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining(A + " is damaged: its layer " + image.layers().getLast().diffId());

    assertThat(archive).doesNotExist();
    requireNothingElse();
  }

  @Test
  void save_removedMeanwhile_isKeptUntilItIsSaved() throws IOException {
    var refused = new ArrayList<Throwable>();
    var out = new ByteArrayOutputStream();
    var interfering =
        new OutputStream() {
          @Override
          public void write(int b) {
            out.write(b);
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            refused.add(catchThrowable(() -> test.cache().remove(image.digest())));
            test.cache().prune();
            out.write(bytes, offset, length);
          }
        };

    test.cache().save(interfering, List.of(A), SaveOptions.defaults());

    assertThat(refused).isNotEmpty().hasOnlyElementsOfType(ImageInUseException.class);
    assertThat(test.cache().get(A).layerCount()).isEqualTo(2);
    assertThat(test.cache().prune().manifestsRemoved()).isEqualTo(1);
  }

  @Test
  void save_interruptedThread_isCancelledAndLeavesNothing() throws IOException {
    var out =
        new OutputStream() {
          @Override
          public void write(int b) {
            Thread.currentThread().interrupt();
          }

          @Override
          public void write(byte[] bytes, int offset, int length) {
            Thread.currentThread().interrupt();
          }
        };
    assertThatThrownBy(() -> test.cache().save(out, List.of(A), SaveOptions.defaults()))
        .isInstanceOf(OperationCancelledException.class)
        .hasMessage("the save was cancelled");
    assertThat(Thread.interrupted()).isTrue();

    Thread.currentThread().interrupt();
    assertThatThrownBy(() -> save(SaveOptions.defaults(), A))
        .isInstanceOf(OperationCancelledException.class);
    assertThat(Thread.interrupted()).isTrue();
    requireNothingElse();
    assertThat(archive).doesNotExist();
  }

  @Test
  void save_interruptedWhileFetching_endsSoonAndCleanly() throws Exception {
    var blob = Request.blob(image.layers().getLast().blobDigest());
    test.registry().script(blob, Misbehaviour.hangAfter(20));
    Files.writeString(archive, "before");
    test.registry().clearExchanges();
    var failure = new AtomicReference<Throwable>();
    var saver =
        Thread.ofPlatform().start(() -> failure.set(catchThrowable(() -> save(ORIGINAL, A))));
    TestCache.await(() -> test.registry().requests(blob) > 0);
    Thread.sleep(50);

    saver.interrupt();

    assertThat(saver.join(Duration.ofSeconds(2))).isTrue();
    assertThat(failure.get()).isInstanceOf(OperationCancelledException.class);
    assertThat(archive).hasContent("before");
    requireNothingElse();
    test.registry().clearScripts();
  }

  @Test
  void save_outputThatFails_isAFailureOfTheArchive() {
    var full =
        new OutputStream() {
          @Override
          public void write(int b) throws IOException {
            throw new IOException("No space left on device");
          }
        };

    assertThatThrownBy(() -> test.cache().save(full, List.of(A), SaveOptions.defaults()))
        .isInstanceOf(ImageSaveFailedException.class)
        .hasMessage("cannot save to -: No space left on device");
  }

  private SaveReport save(SaveOptions options, String... references) {
    return test.cache().save(archive, List.of(references), options);
  }

  private static List<Path> layers(ImageCache cache, String name) {
    try (var lease = cache.lease(name)) {
      return lease.disk().extents().stream().skip(1).map(BootDisk.Extent::file).toList();
    }
  }

  /** There is at most the archive, no staged file, and no lease that keeps a prune away. */
  private void requireNothingElse() throws IOException {
    try (Stream<Path> files = Files.list(archive.getParent())) {
      assertThat(files.filter(file -> !file.equals(archive))).isEmpty();
    }
    assertThat(test.files()).noneMatch(file -> file.startsWith("tmp/"));
  }
}
