// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.ImageHandle;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Layers are made once, whoever wants them and however often. */
final class ConcurrentPullTest extends CacheTest {
  @Test
  void pull_imageWithoutLayers_isAnEmptyDisk() {
    String reference = test.pushAndPull("app:1", new ImageBuilder().build());

    var detail = test.cache().inspect(reference);

    assertThat(detail.layers()).isEmpty();
    assertThat(detail.sizeBytes()).hasValue(0);
    assertThat(test.files()).hasSize(2);
  }

  @Test
  void pull_layerThatIsThereTwice_isFetchedOnceAndStandsTwice() {
    var layer = TestCache.layer("a");
    var image = new ImageBuilder().layer(layer).layer(TestCache.layer("b")).layer(layer).build();
    String reference = test.pushAndPull("app:1", image);

    assertThat(test.registry().blobsServed()).containsEntry(layer.blobDigest(), 1);
    assertThat(test.cache().inspect(reference).layers())
        .extracting(found -> found.diffId().toString())
        .containsExactlyElementsOf(image.layers().stream().map(TestLayer::diffId).toList());
    assertThat(test.cache().remove(reference).layersRemoved()).isEqualTo(2);
    assertThat(test.files()).isEmpty();
  }

  @Test
  void pull_layersOfAnEarlierImage_areNotFetchedAgain() {
    var base = TestCache.image("a", "b");
    test.pushAndPull("base:1", base);
    var image = TestCache.image("a", "b", "c");

    test.pushAndPull("app:1", image);

    for (var layer : image.layers()) {
      assertThat(test.registry().blobsServed()).containsEntry(layer.blobDigest(), 1);
    }
  }

  @Test
  void pull_sameImageByManyThreadsAndCaches_fetchesEachLayerOnce() throws Exception {
    var image = TestCache.image("a", "b", "c", "d");
    String reference = test.push("app:1", image);
    for (var layer : image.layers()) {
      test.registry().script(Request.blob(layer.blobDigest()), Misbehaviour.slow(2_000));
    }
    try (var other = test.open()) {
      var handles =
          together(
              List.of(
                  () -> test.cache().pull(reference),
                  () -> test.cache().pull(reference),
                  () -> other.pull(reference),
                  () -> other.pull(reference)));

      assertThat(handles).allMatch(handle -> handle.reference().equals(reference));
    }
    assertLayersServedOnce(image);
    assertThat(test.files()).hasSize(6);
  }

  @Test
  void pull_imagesThatShareALayerAtOnce_fetchesItOnce() throws Exception {
    var base = TestCache.layer("base");
    var one = new ImageBuilder().layer(base).layer(TestCache.layer("one")).build();
    var two = new ImageBuilder().layer(base).layer(TestCache.layer("two")).build();
    String first = test.push("app:1", one);
    String second = test.push("other:2", two);
    test.registry().script(Request.blob(base.blobDigest()), Misbehaviour.slow(1_000));

    together(List.of(() -> test.cache().pull(first), () -> test.cache().pull(second)));

    assertLayersServedOnce(one);
    assertLayersServedOnce(two);
  }

  @Test
  void pull_whoeverMakesTheLayerFails_theNextOneMakesIt() throws Exception {
    var image = TestCache.image("a");
    String blob = image.layers().getFirst().blobDigest();
    String reference = test.push("app:1", image);
    test.registry()
        .script(Request.blob(blob), 1, Misbehaviour.damageAt(5).and(Misbehaviour.slow(500)));

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var failing = executor.submit(() -> test.cache().pull(reference));
      TestCache.await(() -> test.registry().requests(Request.blob(blob)) > 0);

      assertThat(test.cache().pull(reference).layerCount()).isOne();
      assertThat(failing).failsWithin(Duration.ofSeconds(20));
    }
    assertThat(test.files()).hasSize(3);
  }

  private void assertLayersServedOnce(TestImage image) {
    for (var layer : image.layers()) {
      assertThat(test.registry().blobsServed()).containsEntry(layer.blobDigest(), 1);
    }
  }

  private static List<ImageHandle> together(List<Callable<ImageHandle>> pulls) throws Exception {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var handles = new ArrayList<ImageHandle>();
      for (Future<ImageHandle> pulled : executor.invokeAll(pulls)) {
        handles.add(pulled.get());
      }
      return handles;
    }
  }
}
