// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

final class RetryPolicyTest {
  private static final Duration MINUTE = Duration.ofMinutes(1);

  @Test
  void bound_moreFailures_doublesUpToTheLast() {
    var policy = new RetryPolicy(9, Duration.ofSeconds(1), Duration.ofSeconds(5), MINUTE);
    assertThat(policy.bound(1)).isEqualTo(Duration.ofSeconds(1));
    assertThat(policy.bound(2)).isEqualTo(Duration.ofSeconds(2));
    assertThat(policy.bound(3)).isEqualTo(Duration.ofSeconds(4));
    assertThat(policy.bound(4)).isEqualTo(Duration.ofSeconds(5));
    assertThat(policy.bound(1_000_000)).isEqualTo(Duration.ofSeconds(5));
  }

  @Test
  void new_noAttempts_isRefused() {
    assertThatThrownBy(() -> new RetryPolicy(0, Duration.ZERO, MINUTE, MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void new_boundsThatShrink_areRefused() {
    assertThatThrownBy(() -> new RetryPolicy(1, MINUTE, Duration.ZERO, MINUTE))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
