// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Values as people read them. */
final class WordsTest {
  private static final Instant NOW = Instant.parse("2026-11-01T10:00:00Z");

  @ParameterizedTest
  @CsvSource({
    "0, 0 B",
    "999, 999 B",
    "1000, 1.0 kB",
    "63323988, 63.3 MB",
    "999949, 999.9 kB",
    "999950, 1.0 MB",
    "9223372036854775807, 9.2 EB"
  })
  void size_bytes_isDecimal(long bytes, String words) {
    assertThat(Words.size(bytes)).isEqualTo(words);
  }

  @ParameterizedTest
  @CsvSource({
    "PT0S, less than a second ago",
    "PT-5S, less than a second ago",
    "PT1S, 1 second ago",
    "PT59S, 59 seconds ago",
    "PT60S, about a minute ago",
    "PT59M, 59 minutes ago",
    "PT60M, about an hour ago",
    "PT47H, 47 hours ago",
    "PT48H, 2 days ago",
    "P13D, 13 days ago",
    "P14D, 2 weeks ago",
    "P60D, 2 months ago",
    "P730D, 2 years ago"
  })
  void ago_age_isInOneUnit(String age, String words) {
    assertThat(Words.ago(NOW.minus(Duration.parse(age)), NOW)).isEqualTo(words);
  }

  @Test
  void unknown_isADash() {
    assertThat(Words.ago(null, NOW)).isEqualTo("-");
    assertThat(Words.size(OptionalLong.empty())).isEqualTo("-");
  }

  @Test
  void printable_controlCharacters_areBlanks() {
    assertThat(Words.printable("a\033[2Jb\nc\u009bd\u202ee")).isEqualTo("a [2Jb c d e");
    assertThat(Words.printable("grün 語")).isEqualTo("grün 語");
  }
}
