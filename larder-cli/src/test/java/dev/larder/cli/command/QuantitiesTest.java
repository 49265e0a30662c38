// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Ages and sizes as options take them. */
final class QuantitiesTest {
  @ParameterizedTest
  @CsvSource({"0s, PT0S", "90m, PT90M", "24h, PT24H", "7d, P7D", "2w, P14D", "1h30m, PT90M"})
  void age_units_add(String text, Duration age) {
    assertThat(Age.parse(text)).isEqualTo(age);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "7", "h", "-1h", "1.5h", "1y", "1h 30m", "9999999999h"})
  void age_other_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> Age.parse(text));
  }

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "500, 500",
    "500B, 500",
    "20GB, 20000000000",
    "20g, 20000000000",
    "1.5 kB, 1500",
    "1KiB, 1024",
    "2Gi, 2147483648",
    "9223372036854775807, 9223372036854775807"
  })
  void bytes_units_multiply(String text, long bytes) {
    assertThat(ByteCount.parse(text)).isEqualTo(bytes);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "GB", "-1", "1e9", "5 apples", "1iB", "9223372036854775808", "10000PB"})
  void bytes_other_isRefused(String text) {
    assertThatIllegalArgumentException().isThrownBy(() -> ByteCount.parse(text));
  }
}
