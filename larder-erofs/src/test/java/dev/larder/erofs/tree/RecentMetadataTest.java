// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

/** Equal metadata become one object, and never anything else. */
final class RecentMetadataTest {
  private final RecentMetadata recent = new RecentMetadata();

  @Test
  void shared_equal_sameObject() {
    Metadata first = recent.shared(metadata(1, "a"));

    assertThat(recent.shared(metadata(2, "a"))).isNotSameAs(first);
    assertThat(recent.shared(metadata(1, "b"))).isNotSameAs(first);
    assertThat(recent.shared(metadata(1, "a"))).isSameAs(first);
  }

  @Test
  void shared_moreThanAreRemembered_eachAsItIs() {
    for (int round = 0; round < 2; round++) {
      for (int seconds = 0; seconds < 5000; seconds++) {
        assertThat(recent.shared(metadata(seconds, "a"))).isEqualTo(metadata(seconds, "a"));
      }
    }
  }

  private static Metadata metadata(long seconds, String value) {
    return new Metadata(0644, 0, 0, seconds, 0, List.of(Xattr.of("user.a", value.getBytes(UTF_8))));
  }
}
