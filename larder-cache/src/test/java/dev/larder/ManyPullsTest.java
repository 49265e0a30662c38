// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;

/** What many pulls at once take: the bounds of docs/registries.md. */
final class ManyPullsTest extends CacheTest {
  private static final int PULLS = 50;
  private static final int LAYERS_AT_ONCE = 3;

  /** Three for each layer at once, five of HTTP; the rest is the JVM's, whatever the pulls. */
  private static final int MOST_THREADS = 32;

  private static final int MOST_RESIDENT_KIB = 256 << 10;

  @Test
  void pull_fiftyImagesAtOnce_staysWithinItsBounds() throws Exception {
    var arguments = new ArrayList<>(List.of(directory.resolve("other").toString()));
    for (int i = 0; i < PULLS; i++) {
      arguments.add(test.push("app-" + i + ":1", image(i)));
    }
    // None gets its manifest before all have asked, so that all are under way at once.
    var asked = new CountDownLatch(PULLS);
    test.registry()
        .script(
            request -> request.path().endsWith("/manifests/1"),
            PULLS,
            (request, proper) -> {
              asked.countDown();
              TestCache.await(() -> asked.getCount() == 0);
              return proper;
            });

    try (var process =
        ChildJvm.start(
            List.of("-Xmx128m", "-cp", ChildJvm.classPath()),
            ManyPullsProcess.class,
            Map.of(),
            arguments.toArray(String[]::new))) {
      var ended = process.await();

      assertThat(ended.status()).as(ended.output()).isZero();
      List<String> said = ended.output().lines().toList();
      assertThat(Integer.parseInt(said.get(0))).as("threads").isLessThanOrEqualTo(MOST_THREADS);
      assertThat(Integer.parseInt(said.get(1)))
          .as("KiB resident")
          .isLessThanOrEqualTo(MOST_RESIDENT_KIB);
      assertThat(test.registry().mostConnections()).isLessThanOrEqualTo(PULLS + LAYERS_AT_ONCE);
    }
    try (var cache = ImageCache.open(CacheOptions.at(directory.resolve("other")))) {
      assertThat(cache.list()).hasSize(PULLS);
    }
  }

  private static TestImage image(int seed) {
    var random = new Random(seed);
    var builder = new ImageBuilder();
    for (int layer = 0; layer < 2; layer++) {
      byte[] noise = new byte[512 << 10];
      random.nextBytes(noise);
      builder.layer(new TarBuilder().file("noise-" + layer, noise));
    }
    return builder.build();
  }
}
