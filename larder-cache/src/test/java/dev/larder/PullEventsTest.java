// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.ImagePullFailedException;
import dev.larder.model.PullEvent;
import dev.larder.model.PullListener;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.image.Platform;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a pull tells while it runs. */
final class PullEventsTest extends CacheTest {
  private final List<PullEvent> events = Collections.synchronizedList(new ArrayList<>());

  @Test
  void pull_newImage_tellsItsStepsInOrder() {
    var image = TestCache.image("a");
    var layer = image.layers().getFirst();
    var diffId = DiffId.parse(layer.diffId());
    var manifest = Digest.parse(image.digest());
    long bytes = layer.compressedSizeBytes();
    String name = test.push("app:1", image);

    test.cache().pull(name, listening());

    long erofsBytes = test.cache().inspect(name).layers().getFirst().erofsSizeBytes();
    assertThat(events)
        .containsExactly(
            new PullEvent.Resolving(name),
            new PullEvent.Resolved(
                name,
                manifest,
                Platform.of("linux", "amd64", ""),
                List.of(new PullEvent.LayerPlan(0, diffId, bytes))),
            new PullEvent.LayerProgress(name, 0, diffId, bytes, bytes),
            new PullEvent.LayerDone(name, 0, diffId, erofsBytes),
            new PullEvent.Merging(name),
            new PullEvent.Done(name, manifest, 1, 0, bytes));
  }

  @Test
  void pull_imageThatIsThere_saysThatNothingIsDownloaded() {
    var image = TestCache.image("a", "b");
    String name = test.pushAndPull("app:1", image);

    test.cache().pull(name, listening());

    assertThat(events).first().isInstanceOf(PullEvent.Resolved.class);
    assertThat(positions(PullEvent.LayerCached.class)).containsExactly(0, 1);
    assertThat(events)
        .last()
        .isEqualTo(new PullEvent.Done(name, Digest.parse(image.digest()), 0, 2, 0));
    assertThat(events).hasSize(4);
  }

  @Test
  void pull_alwaysAndThere_resolvesAndMergesNothing() {
    var image = TestCache.image("a");
    String name = test.pushAndPull("app:1", image);

    test.cache().pull(name, listening().withPolicy(PullPolicy.ALWAYS));

    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .containsExactly("Resolving", "Resolved", "LayerCached", "Done");
  }

  @Test
  void pull_someLayersThere_tellsWhich() {
    test.pushAndPull("base:1", TestCache.image("a"));
    var image = TestCache.image("a", "b");
    String name = test.push("app:1", image);

    test.cache().pull(name, listening());

    assertThat(positions(PullEvent.LayerCached.class)).containsExactly(0);
    assertThat(positions(PullEvent.LayerDone.class)).containsExactly(1);
    long bytes = image.layers().getLast().compressedSizeBytes();
    assertThat(events)
        .last()
        .isEqualTo(new PullEvent.Done(name, Digest.parse(image.digest()), 1, 1, bytes));
  }

  @Test
  void pull_layerThatIsThereTwice_endsAtBothPlaces() {
    var layer = TestCache.layer("a");
    var image = new ImageBuilder().layer(layer).layer(TestCache.layer("b")).layer(layer).build();
    String name = test.push("app:1", image);

    test.cache().pull(name, listening());

    assertThat(positions(PullEvent.LayerDone.class)).containsExactlyInAnyOrder(0, 1);
    assertThat(positions(PullEvent.LayerCached.class)).containsExactly(2);
    assertThat(done()).extracting(PullEvent.Done::layersDownloaded).isEqualTo(2);
    assertThat(done()).extracting(PullEvent.Done::layersCached).isEqualTo(1);
  }

  @Test
  void pull_layerThatAnotherPullMakes_isWaitedFor() throws Exception {
    var image = TestCache.image("a");
    String blob = image.layers().getFirst().blobDigest();
    String name = test.push("app:1", image);
    var asked = new AtomicBoolean();
    test.registry()
        .script(
            Request.blob(blob),
            1,
            TestCache.after(
                () -> {
                  asked.set(true);
                  return events.stream().anyMatch(PullEvent.LayerWaiting.class::isInstance);
                }));

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var first = executor.submit(() -> test.cache().pull(name));
      TestCache.await(asked::get);
      test.cache().pull(name, listening());
      first.get();
    }

    assertThat(events)
        .extracting(event -> event.getClass().getSimpleName())
        .startsWith("Resolving", "Resolved", "LayerWaiting", "LayerCached")
        .doesNotContain("LayerDone");
    assertThat(done().layersDownloaded()).isZero();
  }

  @Test
  void pull_largeLayer_tellsGrowingProgress() {
    byte[] random = new byte[1 << 20];
    new Random(1).nextBytes(random);
    var image =
        new ImageBuilder()
            .layer(TestLayer.of(new TarBuilder().file("a", random), Compression.NONE))
            .build();
    String name = test.push("app:1", image);
    test.registry()
        .script(
            Request.blob(image.layers().getFirst().blobDigest()), 1, Misbehaviour.slow(1_500_000));

    test.cache().pull(name, listening());

    var done =
        events.stream()
            .filter(PullEvent.LayerProgress.class::isInstance)
            .map(event -> ((PullEvent.LayerProgress) event).doneBytes())
            .toList();
    assertThat(done).hasSizeGreaterThan(1).isSorted().doesNotHaveDuplicates();
    assertThat(done).last().isEqualTo(image.layers().getFirst().compressedSizeBytes());
  }

  @Test
  void pull_connectionThatBreaks_tellsWhyAndWhere() {
    var image = TestCache.image("a");
    var layer = image.layers().getFirst();
    String name = test.push("app:1", image);
    // At a pace: what comes together with the end of its connection may be lost.
    test.registry()
        .script(
            Request.blob(layer.blobDigest()),
            1,
            Misbehaviour.slow(600).and(Misbehaviour.dropAfter(30)));

    test.cache().pull(name, listening());

    assertThat(events)
        .filteredOn(PullEvent.LayerRetrying.class::isInstance)
        .singleElement()
        .satisfies(
            event -> {
              var retrying = (PullEvent.LayerRetrying) event;
              assertThat(retrying.diffId()).isEqualTo(DiffId.parse(layer.diffId()));
              assertThat(retrying.doneBytes()).isEqualTo(30);
              assertThat(retrying.reason())
                  .startsWith(test.registry().host() + ": app@" + layer.blobDigest())
                  .contains("the connection broke")
                  .hasLineCount(1);
            });
  }

  @ParameterizedTest
  @CsvSource({"GZIP, gzip", "NONE, not compressed"})
  void pull_mislabelledLayer_warns(Compression compression, String title) {
    var layer =
        TestLayer.of(new TarBuilder().file("a", "a"), compression)
            .withMediaType("application/vnd.oci.image.layer.v1.tar+zstd");
    String name = test.push("app:1", new ImageBuilder().layer(layer).build());

    test.cache().pull(name, listening());

    assertThat(events)
        .filteredOn(PullEvent.Warning.class::isInstance)
        .singleElement()
        .asString()
        .contains("is said to be application/vnd.oci.image.layer.v1.tar+zstd, and is " + title);
  }

  @Test
  void pull_symlinkListedBehindWhatLeadsThroughIt_warns() {
    String name =
        test.push(
            "app:1",
            new ImageBuilder()
                .layer(new TarBuilder().directory("t").symlink("l", "t"))
                .layer(new TarBuilder().file("l/x", "x").symlink("l", "t"))
                .build());

    test.cache().pull(name, listening());

    assertThat(events)
        .filteredOn(PullEvent.Warning.class::isInstance)
        .singleElement()
        .asString()
        .contains("entries below a name go, since a later one says it is no directory: \"l\"");
  }

  @Test
  void pull_listenerThatThrows_isPulledAllTheSame() {
    String name = test.push("app:1", TestCache.image("a"));
    PullListener failing =
        event -> {
          events.add(event);
          throw new IllegalStateException("a listener's own trouble");
        };

    test.cache().pull(name, PullOptions.defaults().withListener(failing));

    assertThat(test.cache().get(name).layerCount()).isOne();
    assertThat(events).last().isInstanceOf(PullEvent.Done.class);
  }

  @Test
  void pull_failing_tellsNoEnd() {
    TestImage image = TestCache.image("a");
    String name = test.push("app:1", image);
    test.registry().removeBlob("app", image.layers().getFirst().blobDigest());

    assertThatThrownBy(() -> test.cache().pull(name, listening()))
        .isInstanceOf(ImagePullFailedException.class);

    assertThat(events).noneMatch(PullEvent.Done.class::isInstance);
  }

  private PullOptions listening() {
    return PullOptions.defaults().withListener(events::add);
  }

  private PullEvent.Done done() {
    return (PullEvent.Done) events.getLast();
  }

  private List<Integer> positions(Class<? extends PullEvent> type) {
    return events.stream()
        .filter(type::isInstance)
        .map(
            event ->
                switch (event) {
                  case PullEvent.LayerCached cached -> cached.position();
                  case PullEvent.LayerDone done -> done.position();
                  default -> throw new IllegalArgumentException("no event of a layer: " + type);
                })
        .toList();
  }
}
