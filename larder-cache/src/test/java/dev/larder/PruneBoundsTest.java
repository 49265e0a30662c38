// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.model.PrunePlan;
import dev.larder.model.PrunePolicy;
import java.nio.file.Files;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Prunes that spare what is fresh, or stop once there is room. */
final class PruneBoundsTest extends CacheTest {
  private String old;
  private String fresh;

  @BeforeEach
  void pullImages() {
    old = test.pushAndPull("old:1", TestCache.image("old"));
    test.advance(Duration.ofHours(2));
    fresh = test.pushAndPull("fresh:1", TestCache.image("fresh"));
    test.advance(Duration.ofMinutes(4));
  }

  @Test
  void planPrune_gracePeriod_sparesWhatWasJustPulled() {
    // Its last use is as old as the other's pull is young: the one does not count for the other.
    test.cache().touch(old);
    var plan = test.cache().planPrune(PrunePolicy.unused().withGracePeriod(Duration.ofHours(1)));

    assertThat(removals(plan)).containsExactly(old);
    assertThat(plan.items().getLast().reason()).isEqualTo("pulled 4 minutes ago");
  }

  @Test
  void planPrune_gracePeriodOver_sparesNothing() {
    test.advance(Duration.ofMinutes(56));

    assertThat(
            removals(
                test.cache().planPrune(PrunePolicy.unused().withGracePeriod(Duration.ofHours(1)))))
        .containsExactlyInAnyOrder(old, fresh);
  }

  @Test
  void planPrune_floorOfFreeSpace_isKeptByTheLeastRecentlyUsed() throws Exception {
    long usable = Files.getFileStore(test.home()).getUsableSpace();
    long tebibyte = 1L << 40;

    assertThat(removals(plan(PrunePolicy.unused().withFreeBytes(Math.max(0, usable - tebibyte)))))
        .isEmpty();
    // Far more than two images give back.
    assertThat(removals(plan(PrunePolicy.unused().withFreeBytes(usable + tebibyte))))
        .containsExactlyInAnyOrder(old, fresh);
  }

  @Test
  void planPrune_floorAndBudget_areBothKept() {
    long total = test.diskUsage();

    assertThat(removals(plan(PrunePolicy.unused().withBudgetBytes(total - 1).withFreeBytes(0))))
        .containsExactly(old);
    test.cache().touch(old);
    test.advance(Duration.ofMinutes(1));
    test.cache().touch(old);
    assertThat(removals(plan(PrunePolicy.unused().withBudgetBytes(total - 1).withFreeBytes(0))))
        .containsExactly(fresh);
  }

  @Test
  void prune_afterTheClockWasSetBack_takesWhatNothingUses() {
    test.advance(Duration.ofDays(-30));

    assertThat(test.cache().prune().manifestsRemoved()).isEqualTo(2);
  }

  @Test
  void policy_negativeBounds_areRefused() {
    assertThatThrownBy(() -> PrunePolicy.unused().withGracePeriod(Duration.ofSeconds(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PrunePolicy.unused().withFreeBytes(-2))
        .isInstanceOf(IllegalArgumentException.class);
  }

  private PrunePlan plan(PrunePolicy policy) {
    return test.cache().planPrune(policy);
  }

  private static List<String> removals(PrunePlan plan) {
    return plan.removals().stream().map(item -> item.image().reference()).toList();
  }
}
