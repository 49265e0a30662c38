// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.PullEvent;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.oci.image.Platform;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What stands on the terminal while layers come in. */
final class BarsTest {
  private static final String REF = "host/app:1";
  private static final long MB = 1_000_000;

  private long now = 1;
  private final VirtualTerminal terminal = new VirtualTerminal(80, 24);
  private final Bars bars = bars(terminal);

  private Bars bars(VirtualTerminal window) {
    return new Bars(new Screen(window.stream(), window), () -> now);
  }

  @Test
  void layers_states_eachHaveALine() {
    resolved(bars, 4);
    bars.onEvent(new PullEvent.LayerCached(REF, 0, layer(0)));
    progress(bars, 1, 5 * MB);
    bars.onEvent(new PullEvent.LayerWaiting(REF, 2, layer(2)));
    bars.tick();

    assertThat(terminal.lines())
        .containsExactly(
            REF + ": linux/amd64, 4 layers, 40.0 MB",
            "000000000000  cached",
            "111111111111  downloading  [========>        ]    5.0 MB /  10.0 MB       0 B/s",
            "222222222222  held up      by another pull",
            "333333333333  waiting");
  }

  @Test
  void download_goesOn_isDrawnInItsPlaceWithItsSpeed() {
    resolved(bars, 1);
    progress(bars, 0, 1 * MB);
    bars.tick();
    now += TimeUnit.SECONDS.toNanos(1);
    progress(bars, 0, 3 * MB);
    bars.tick();

    assertThat(terminal.lines()).hasSize(2);
    assertThat(terminal.lines().getLast()).endsWith("3.0 MB /  10.0 MB    2.0 MB/s");
  }

  @Test
  void done_closed_leavesTheLinesAndTheCursorBelow() {
    resolved(bars, 1);
    progress(bars, 0, 10 * MB);
    bars.onEvent(new PullEvent.LayerDone(REF, 0, layer(0), 1));
    bars.onEvent(new PullEvent.Merging(REF));
    bars.onEvent(new PullEvent.Done(REF, digest(9), 1, 0, 10 * MB));
    bars.close();
    terminal.stream().print("next");
    terminal.stream().flush();

    assertThat(terminal.lines())
        .containsExactly(
            REF + ": done, 1 layer downloaded (10.0 MB), 0 cached",
            "000000000000  done         10.0 MB",
            "next");
  }

  @Test
  void warning_amid_staysAboveTheBars() {
    resolved(bars, 1);
    bars.tick();
    bars.onEvent(new PullEvent.Warning(REF, "odd media type"));
    bars.tick();

    assertThat(terminal.lines())
        .containsExactly(
            "larder: warning: odd media type",
            REF + ": linux/amd64, 1 layer, 10.0 MB",
            "000000000000  waiting");
  }

  @Test
  void window_narrowFromTheStart_dropsTheBarThenTheSpeedThenTheBytes() {
    for (int columns : new int[] {70, 55, 48, 40, 20, 1}) {
      var window = new VirtualTerminal(columns, 24);
      var narrow = bars(window);
      resolved(narrow, 2);
      progress(narrow, 0, 5 * MB);
      narrow.tick();
      narrow.onEvent(new PullEvent.Merging(REF));
      narrow.tick();

      assertThat(window.lines()).hasSize(3);
      assertThat(window.lines()).allMatch(line -> line.length() < Math.max(columns, 2));
      String line = window.lines().get(1);
      assertThat(line.contains("[")).isEqualTo(columns == 70);
      assertThat(line.contains("/s")).isEqualTo(columns > 55);
      assertThat(line.contains(" MB")).isEqualTo(columns >= 48);
      assertThat(line.endsWith("50%")).isEqualTo(columns == 40);
    }
  }

  @Test
  void window_becomesNarrow_isDrawnWithoutRests() {
    resolved(bars, 3);
    IntStream.range(0, 3).forEach(index -> progress(bars, index, 5 * MB));
    bars.tick();
    terminal.narrow(30);
    progress(bars, 0, 6 * MB);
    bars.tick();

    assertThat(terminal.lines()).hasSize(4).allMatch(line -> line.length() < 30);
  }

  @Test
  void window_tooLow_countsWhatHasNoRow() {
    var window = new VirtualTerminal(80, 6);
    var low = bars(window);
    resolved(low, 9);
    low.onEvent(new PullEvent.LayerCached(REF, 0, layer(0)));
    IntStream.range(1, 6).forEach(index -> progress(low, index, MB));
    low.tick();
    low.tick();

    assertThat(window.lines()).hasSize(5);
    assertThat(window.lines().getLast())
        .isEqualTo("9 layers: 1 here, 3 waiting, 2 more downloading");
  }

  @Test
  void open_realTime_drawsByItself() throws InterruptedException {
    try (var drawn = Bars.open(new Screen(terminal.stream(), terminal))) {
      resolved(drawn, 1);
      long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
      while (terminal.lines().size() < 2 && System.nanoTime() < end) {
        Thread.sleep(20);
      }
      assertThat(terminal.lines()).hasSize(2);
    }
  }

  private static void resolved(Bars bars, int layers) {
    var plan =
        IntStream.range(0, layers)
            .mapToObj(index -> new PullEvent.LayerPlan(index, layer(index), 10 * MB))
            .toList();
    var platform = Platform.of("linux", "amd64", "");
    bars.onEvent(new PullEvent.Resolved(REF, digest(9), platform, List.copyOf(plan)));
  }

  private static void progress(Bars bars, int layer, long bytes) {
    bars.onEvent(new PullEvent.LayerProgress(REF, layer, layer(layer), bytes, 10 * MB));
  }

  private static DiffId layer(int index) {
    return new DiffId(digest(index));
  }

  private static Digest digest(int index) {
    return Digest.parse("sha256:" + Integer.toString(index).repeat(64));
  }
}
