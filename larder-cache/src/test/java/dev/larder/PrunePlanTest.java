// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.groups.Tuple.tuple;

import dev.larder.model.ImageFilter;
import dev.larder.model.PrunePlan;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import java.io.IOException;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Plans: what they say, and that carrying one out looks again. */
final class PrunePlanTest extends CacheTest {
  private static final PrunePolicy ALL = PrunePolicy.unused();

  @Test
  void planPrune_anything_removesNothing() {
    test.pushAndPull("app:1", TestCache.image("a"));
    var files = test.files();

    assertThat(test.cache().planPrune(ALL).removals()).hasSize(1);
    assertThat(test.files()).isEqualTo(files);
    assertThat(test.cache().list()).hasSize(1);
  }

  @Test
  void planPrune_removalsFirst_eachWithItsReason() {
    String used = test.pushAndPull("app:1", TestCache.image("a"));
    test.cache().sandboxes().create("web-2", used);
    test.cache().sandboxes().create("web-1", used);
    test.pushAndPull("app:2", TestCache.image("b"));

    var plan = test.cache().planPrune(ALL);

    assertThat(plan.items())
        .extracting(PrunePlan.Item::verdict, PrunePlan.Item::reason)
        .containsExactly(
            tuple(PrunePlan.Verdict.REMOVE, "nothing uses it"),
            tuple(PrunePlan.Verdict.KEEP, "used by sandbox web-1, web-2"));
  }

  @Test
  void planPrune_whyImagesStay_isSaid() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    test.advance(Duration.ofMinutes(90));

    assertThat(reasons(PrunePolicy.dangling())).containsExactly("it has a name");
    assertThat(reasons(ALL.withMinimumAge(Duration.ofHours(2))))
        .containsExactly("used 90 minutes ago");
    assertThat(reasons(ALL.withKeepLast(1)))
        .containsExactly("among the newest 1 of its repository");
    assertThat(reasons(ALL.withFilters(List.of(ImageFilter.parse("label=a")))))
        .containsExactly("the filters leave it out");
    assertThat(reasons(ALL.withBudgetBytes(Long.MAX_VALUE)))
        .containsExactly("the cache is within its budget");
    try (var _ = test.cache().lease(reference)) {
      assertThat(reasons(ALL))
          .containsExactly("leased by process " + ProcessHandle.current().pid());
    }
  }

  @Test
  void planPrune_imageWithoutName_goesForThat() {
    String reference = test.pushAndPull("app:1", TestCache.image("old"));
    test.push("app:1", TestCache.image("new"));
    test.cache().pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));

    assertThat(reasons(PrunePolicy.dangling())).containsExactly("it has no name", "it has a name");
  }

  @Test
  void planPrune_leftovers_countsTheirBytes() throws IOException {
    test.pushAndPull("app:1", TestCache.image("a"));
    long images = test.diskUsage();
    Files.write(test.home().resolve("tmp/1f.0"), new byte[10_000]);
    Files.write(
        test.home().resolve("layers/sha256_" + "ab".repeat(32) + ".erofs"), new byte[20_000]);

    assertThat(test.cache().planPrune(ALL).leftoverBytes())
        .isEqualTo(test.diskUsage() - images)
        .isPositive();
  }

  @Test
  void apply_unchangedCache_doesWhatThePlanSays() {
    test.pushAndPull("app:1", TestCache.image("a"));

    assertThat(test.cache().apply(test.cache().planPrune(ALL)).manifestsRemoved()).isOne();
    assertThat(test.files()).isEmpty();
  }

  @Test
  void apply_usedMeanwhile_stays() {
    String pulled = test.pushAndPull("app:1", TestCache.image("a"));
    String pinned = test.pushAndPull("app:2", TestCache.image("b"));
    String leased = test.pushAndPull("app:3", TestCache.image("c"));
    test.pushAndPull("app:4", TestCache.image("d"));
    test.advance(Duration.ofMinutes(1));
    var plan = test.cache().planPrune(ALL);
    assertThat(plan.removals()).hasSize(4);

    test.cache().pull(pulled);
    test.cache().sandboxes().create("web", pinned);
    try (var _ = test.cache().lease(leased)) {
      assertThat(test.cache().apply(plan).imageRefsRemoved()).isOne();
    }

    assertThat(test.cache().list()).hasSize(3);
  }

  @Test
  void apply_namedMeanwhile_staysUnderItsNewName() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    var plan = test.cache().planPrune(ALL);
    String named = test.cache().tag(reference, "kept:1").reference();

    var report = test.cache().apply(plan);

    assertThat(report.imageRefsRemoved()).isOne();
    assertThat(report.manifestsRemoved()).isZero();
    assertThat(test.cache().get(named).layerCount()).isOne();
    assertThat(test.files()).hasSize(3);
  }

  @Test
  void apply_removedMeanwhile_isNoFailure() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    var plan = test.cache().planPrune(ALL);
    test.cache().remove(reference);

    assertThat(test.cache().apply(plan).imageRefsRemoved()).isZero();
  }

  private List<String> reasons(PrunePolicy policy) {
    return test.cache().planPrune(policy).items().stream().map(PrunePlan.Item::reason).toList();
  }
}
