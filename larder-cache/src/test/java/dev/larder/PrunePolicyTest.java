// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.larder.catalog.Catalog;
import dev.larder.catalog.LayerRecord;
import dev.larder.model.ImageFilter;
import dev.larder.model.ImageHandle;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.oci.DiffId;
import dev.larder.testkit.image.ImageBuilder;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** Which of the unused images a policy lets go. */
final class PrunePolicyTest extends CacheTest {
  @Test
  void prune_dangling_takesOnlyImagesWithoutAName() {
    String reference = test.pushAndPull("app:1", TestCache.image("old"));
    test.push("app:1", TestCache.image("new"));
    test.cache().pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));

    var report = test.cache().prune(PrunePolicy.dangling());

    assertThat(report.imageRefsRemoved()).isZero();
    assertThat(report.manifestsRemoved()).isOne();
    assertThat(references()).containsExactly(reference);
  }

  @Test
  void prune_minimumAge_takesWhatIsExactlySoOld() {
    String old = test.pushAndPull("app:1", TestCache.image("a"));
    test.advance(Duration.ofSeconds(1));
    String young = test.pushAndPull("app:2", TestCache.image("b"));
    test.advance(Duration.ofHours(1));

    test.cache().prune(PrunePolicy.unused().withMinimumAge(Duration.ofSeconds(3601)));

    assertThat(references()).containsExactly(young).doesNotContain(old);
  }

  @Test
  void prune_minimumAge_countsFromTheLastUse() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    test.advance(Duration.ofDays(30));
    test.cache().pull(reference);
    test.advance(Duration.ofDays(1));

    test.cache().prune(PrunePolicy.unused().withMinimumAge(Duration.ofDays(2)));

    assertThat(references()).containsExactly(reference);
  }

  @Test
  void prune_keepLast_sparesTheNewestOfEachRepository() {
    for (int i = 1; i <= 3; i++) {
      test.pushAndPull("app:" + i, TestCache.image("app" + i));
      test.advance(Duration.ofMinutes(1));
    }
    String other = test.pushAndPull("other:1", TestCache.image("other"));

    test.cache().prune(PrunePolicy.unused().withKeepLast(2));

    assertThat(references())
        .containsExactly(
            other, test.registry().reference("app:3"), test.registry().reference("app:2"));
  }

  @Test
  void prune_filters_takesOnlyWhatMatchesAll() {
    var ours = new ImageBuilder().layer(TestCache.layer("a")).labels(Map.of("keep", "no"));
    test.pushAndPull("app:1", ours.build());
    String second = test.pushAndPull("app:2", TestCache.image("b"));

    test.cache()
        .prune(PrunePolicy.unused().withFilters(List.of(ImageFilter.parse("label=keep=no"))));

    assertThat(references()).containsExactly(second);
  }

  @Test
  void prune_budget_takesTheLeastRecentlyUsedUntilItFits() {
    String first = test.pushAndPull("app:1", TestCache.image("a"));
    test.advance(Duration.ofMinutes(1));
    String second = test.pushAndPull("app:2", TestCache.image("b"));
    test.advance(Duration.ofMinutes(1));
    String third = test.pushAndPull("app:3", TestCache.image("c"));
    test.advance(Duration.ofMinutes(1));
    test.cache().pull(first);
    long usage = test.diskUsage();

    test.cache().prune(PrunePolicy.unused().withBudgetBytes(usage));
    assertThat(references()).hasSize(3);
    test.cache().prune(PrunePolicy.unused().withBudgetBytes(usage - 1));
    assertThat(references()).containsExactly(third, first).doesNotContain(second);
    test.cache().prune(PrunePolicy.unused().withBudgetBytes(0));
    assertThat(references()).isEmpty();
  }

  @Test
  void prune_budget_doesNotCountWhatGoesAnyway() throws Exception {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    long usage = test.diskUsage();
    // As a pull leaves it that is killed between its layers and its image.
    var crashed = DiffId.parse("sha256:" + "ab".repeat(32));
    var file = test.home().resolve("layers/sha256_" + "ab".repeat(32) + ".erofs");
    Files.write(file, new byte[1 << 20]);
    try (var catalog = Catalog.open(test.home().resolve("larder.db"), step -> {})) {
      catalog.write(
          session ->
              session
                  .layers()
                  .save(new LayerRecord(crashed, 1 << 20, 1 << 20, LayerRecord.NO_CHECKSUM, 1)));
    }

    var report = test.cache().prune(PrunePolicy.unused().withBudgetBytes(usage));

    assertThat(report.layersRemoved()).isOne();
    assertThat(file).doesNotExist();
    assertThat(references()).containsExactly(reference);
  }

  @Test
  void policy_outOfRange_isRefused() {
    var policy = PrunePolicy.unused();
    assertThatIllegalArgumentException()
        .isThrownBy(() -> policy.withMinimumAge(Duration.ofNanos(-1)));
    assertThatIllegalArgumentException().isThrownBy(() -> policy.withKeepLast(-1));
    assertThatIllegalArgumentException().isThrownBy(() -> policy.withBudgetBytes(-2));
  }

  private List<String> references() {
    return test.cache().list().stream().map(ImageHandle::reference).toList();
  }
}
