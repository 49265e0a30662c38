// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

/** The arithmetic of the table. */
final class FigureTest {
  private static final Samples LARDER = new Samples(List.of(1.0, 3.0, 2.0));
  private static final Samples PEER = new Samples(List.of(4.0, 6.0, 2.0));

  @Test
  void median_oddAndEvenCounts_middleOrMeanOfTheTwo() {
    assertThat(LARDER.median()).isEqualTo(2.0);
    assertThat(new Samples(List.of(4.0, 1.0)).median()).isEqualTo(2.5);
  }

  @Test
  void dividedBy_turns_eachByItsOwn() {
    Samples ratios = LARDER.dividedBy(PEER);

    assertThat(ratios.values()).containsExactly(0.25, 0.5, 1.0);
    // Not the ratio of the medians, which is the same here, but of neighbours in time.
    assertThat(ratios.median()).isCloseTo(0.5, within(1e-9));
    assertThat(ratios.least()).isEqualTo(0.25);
    assertThat(ratios.greatest()).isEqualTo(1.0);
  }

  @Test
  void dividedBy_nothing_nothing() {
    assertThat(LARDER.dividedBy(Samples.NONE).isEmpty()).isTrue();
    assertThat(LARDER.dividedBy(new Samples(List.of(1.0, 0.0, 1.0))).isEmpty()).isTrue();
  }

  @Test
  void isReachedBy_atTheTargetAndJustOver_yesAndNo() {
    var figure = figure(new Target.OfPeer(0.5));

    assertThat(new Target.OfPeer(0.5).isReachedBy(figure)).isTrue();
    assertThat(new Target.OfPeer(0.49).isReachedBy(figure)).isFalse();
    assertThat(new Target.OfFloor(2).isReachedBy(figure)).isTrue();
    assertThat(new Target.OfFloor(1.99).isReachedBy(figure)).isFalse();
    assertThat(new Target.AtMost(2).isReachedBy(figure)).isTrue();
    assertThat(new Target.AtMost(1.99).isReachedBy(figure)).isFalse();
  }

  @Test
  void table_targets_eachWithItsVerdict() {
    var lines =
        Markdown.table(List.of(figure(new Target.OfPeer(0.5), new Target.OfFloor(1.25)))).lines();

    assertThat(lines.skip(2))
        .containsExactly(
            "| pull | 2.00 s (1.00–3.00) | 4.00 s (2.00–6.00) | 1.00 s (1.00–1.00) | 0.50 (0.25–1.00)"
                + " | 2.00 (1.00–3.00) | ≤ 0.5 of msb, ≤ 1.25 of the floor | yes, no |");
  }

  @Test
  void shortTable_figureOfLarderAlone_dashes() {
    var figure =
        Figure.alone(
            "get", Unit.MICROSECONDS, new Samples(List.of(17e-6)), new Target.AtMost(5e-5));

    assertThat(Markdown.shortTable(List.of(figure)).lines().skip(2))
        .containsExactly("| get | 17.0 µs | – | – | ≤ 50.0 µs |");
  }

  private static Figure figure(Target... targets) {
    var floor = new Samples(List.of(1.0, 1.0, 1.0));
    return new Figure("pull", Unit.SECONDS, LARDER, PEER, floor, List.of(targets));
  }
}
