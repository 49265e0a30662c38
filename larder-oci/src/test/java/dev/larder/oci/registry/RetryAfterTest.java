// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 10.2.3. */
final class RetryAfterTest {
  private static final Instant NOW = Instant.parse("1999-12-31T23:59:00Z");

  @Test
  void parse_seconds_isThatLong() {
    assertThat(RetryAfter.parse("119", NOW)).contains(Duration.ofSeconds(119));
    assertThat(RetryAfter.parse(" 0 ", NOW)).contains(Duration.ZERO);
  }

  @Test
  void parse_date_isTheTimeUntilThen() {
    assertThat(RetryAfter.parse("Fri, 31 Dec 1999 23:59:59 GMT", NOW))
        .contains(Duration.ofSeconds(59));
  }

  @Test
  void parse_dateInThePast_isNothing() {
    assertThat(RetryAfter.parse("Fri, 31 Dec 1999 23:58:59 GMT", NOW)).contains(Duration.ZERO);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "soon", "-1", "1.5", "99999999999", "Fri, 99 Dec 1999 23:59:59 GMT"})
  void parse_anythingElse_isEmpty(String field) {
    assertThat(RetryAfter.parse(field, NOW)).isEmpty();
  }
}
