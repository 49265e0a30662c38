// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.PrunePolicy;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.TestImage;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Callable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Caches of many images with three layers each: rows by SQL, files as copies of one image's, so
 * that all that is done to them is real. Costs grow with the number of images, not faster. {@code
 * -Dlarder.scaleImages=10000} prints the times for large caches.
 */
final class ManyImagesTest {
  private static final int LARGE = Integer.getInteger("larder.scaleImages", 400);
  private static final int TIMES = 4;
  private static final int ATTEMPTS = 4;

  /** What does not depend on the number of images. */
  private static final Duration SLACK = Duration.ofMillis(20);

  private static final TestImage TEMPLATE = TestCache.image("template");

  @TempDir private Path directory;

  @Test
  void everything_fourTimesTheImages_takesFourTimesTheTime() throws Exception {
    measure("warm-up", LARGE / TIMES);
    // A busy machine may slow anything down; nothing makes what grows faster look as if it did not.
    Set<String> tooSlow = Set.of("not measured yet");
    for (int attempt = 1; attempt <= ATTEMPTS && !tooSlow.isEmpty(); attempt++) {
      var small = measure("small-" + attempt, LARGE / TIMES);
      tooSlow = tooSlow(small, measure("large-" + attempt, LARGE));
    }
    assertThat(tooSlow).isEmpty();
  }

  private static Set<String> tooSlow(Map<String, Duration> small, Map<String, Duration> large) {
    var slow = new TreeSet<String>();
    large.forEach(
        (name, time) -> {
          var ofSmall = Objects.requireNonNull(small.get(name));
          if (time.compareTo(ofSmall.plus(SLACK).multipliedBy(2L * TIMES)) > 0) {
            slow.add(name);
          }
        });
    return slow;
  }

  private Map<String, Duration> measure(String name, int images) throws Exception {
    try (var test = new TestCache(directory.resolve(name))) {
      test.pushAndPull("template:1", TEMPLATE);
      test.cache().close();
      fill(test, images);
      var times = new LinkedHashMap<String, Duration>();
      try (var cache = time(times, "open", test::open)) {
        var listed = time(times, "list", () -> cache.list());
        assertThat(listed).hasSize(images + 1);
        String last = test.registry().reference("scale/" + images + ":1");
        time(times, "get", () -> cache.get(last));
        assertThat(time(times, "inspect", () -> cache.inspect(last)).layers()).hasSize(3);
        var usage = time(times, "disk usage", cache::diskUsage);
        assertThat(usage.images()).hasSize(images + 1);
        assertThat(time(times, "verify", () -> cache.verify(VerifyLevel.QUICK)).isSound()).isTrue();
        var plan = time(times, "plan", () -> cache.planPrune(PrunePolicy.unused()));
        assertThat(plan.removals()).hasSize(images + 1);
        var report = time(times, "prune", () -> cache.apply(plan));
        assertThat(report.layersRemoved()).isEqualTo(3 * images + 1);
      }
      assertThat(test.files()).isEmpty();
      System.out.println(images + " images: " + times);
      return times;
    }
  }

  private static <T> T time(Map<String, Duration> times, String name, Callable<T> call)
      throws Exception {
    long start = System.nanoTime();
    T value = call.call();
    times.put(name, Duration.ofNanos((System.nanoTime() - start) / 1000 * 1000));
    return value;
  }

  /** Adds images whose digests are numbers, in front since locks go by the first digits. */
  private static void fill(TestCache test, int images) throws Exception {
    String numbers =
        "WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < %d) ";
    String registry = test.registry().host();
    Damage.sql(
        test.home(),
        "BEGIN",
        numbers.formatted(images)
            + """
            INSERT INTO documents SELECT printf('sha256:%015x%049x', i, 0), d.media_type, d.bytes
            FROM n, manifests m JOIN documents d ON d.digest = m.digest WHERE m.id = 1
            """,
        numbers.formatted(images)
            + """
            INSERT INTO manifests
            SELECT i + 1, printf('sha256:%015x%049x', i, 0), config_digest, repository, os, architecture,
              variant, 3, size_bytes, created_at, last_used_at, fsmeta_bytes,
              fsmeta_allocated_bytes, vmdk_bytes, vmdk_allocated_bytes, writer_version,
              fsmeta_crc32c, vmdk_crc32c, 0
            FROM n, manifests WHERE id = 1
            """,
        numbers.formatted(images)
            + "INSERT INTO image_names SELECT i + 1, '"
            + registry
            + "/scale/' || i || ':1', i + 1, created_at FROM n, manifests WHERE id = 1",
        numbers.formatted(3 * images)
            + """
            INSERT INTO layers
            SELECT i + 1, printf('sha256:%015x%049x', i, 0), erofs_bytes, allocated_bytes, writer_version,
              crc32c, 0
            FROM n, layers WHERE id = 1
            """,
        numbers.formatted(3 * images)
            + """
            INSERT INTO manifest_layers
            SELECT (i - 1) / 3 + 2, (i - 1) % 3, i + 1, blob_digest, media_type, size_bytes
            FROM n, manifest_layers WHERE manifest_id = 1
            """,
        "COMMIT");
    for (String file : test.files()) {
      Path template = test.home().resolve(file);
      String suffix = file.substring(file.lastIndexOf('.'));
      int copies = file.startsWith("layers/") ? 3 * images : images;
      for (int i = 1; i <= copies; i++) {
        Files.copy(
            template, template.resolveSibling("sha256_%015x%049x%s".formatted(i, 0, suffix)));
      }
    }
  }
}
