// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

/** Free places are given out once, none for what does not fit. */
final class BlockEndsTest {
  private final BlockEnds ends = new BlockEnds();

  @Test
  void take_nothingFree_empty() {
    ends.free(4096, 4096);

    assertThat(ends.take(1)).isEmpty();
    assertThat(ends.take(4096)).isEmpty();
    assertThat(ends.take(1 << 20)).isEmpty();
  }

  @Test
  void take_severalThatFit_theShortestThenTheFirst() {
    ends.free(1000 * 32, 1010 * 32);
    ends.free(2000 * 32, 2004 * 32);
    ends.free(3000 * 32, 3004 * 32);

    assertThat(ends.take(4 * 32)).hasValue(2000 * 32);
    assertThat(ends.take(3 * 32 + 1)).hasValue(3000 * 32);
    assertThat(ends.take(4 * 32)).hasValue(1000 * 32);
    assertThat(ends.take(6 * 32 + 1)).isEmpty();
    assertThat(ends.take(6 * 32)).hasValue(1004 * 32);
    assertThat(ends.take(1)).isEmpty();
  }

  @Test
  void take_less_theRestStaysFree() {
    ends.free(64, 4096);
    for (long start = 64; start < 4096; start += 96) {
      assertThat(ends.take(72)).hasValue(start);
    }

    assertThat(ends.take(1)).isEmpty();
  }
}
