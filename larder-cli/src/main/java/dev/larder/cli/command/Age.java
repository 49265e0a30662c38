// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import java.time.Duration;
import java.util.regex.Pattern;

/** Reads ages such as {@code 24h}, {@code 7d}, {@code 1h30m}. */
final class Age {
  private static final Pattern PART = Pattern.compile("(\\d{1,9})([smhdw])");
  private static final Pattern WHOLE = Pattern.compile("(" + PART.pattern() + ")+");

  private Age() {}

  static Duration parse(String text) {
    if (!WHOLE.matcher(text).matches()) {
      throw new IllegalArgumentException(
          "an age is written in s, m, h, d or w, such as 24h or 7d: '" + text + "'");
    }
    return PART.matcher(text)
        .results()
        .map(part -> of(Long.parseLong(part.group(1)), part.group(2)))
        .reduce(Duration.ZERO, Duration::plus);
  }

  private static Duration of(long number, String unit) {
    return switch (unit) {
      case "s" -> Duration.ofSeconds(number);
      case "m" -> Duration.ofMinutes(number);
      case "h" -> Duration.ofHours(number);
      case "d" -> Duration.ofDays(number);
      case "w" -> Duration.ofDays(7 * number);
      default -> throw new IllegalStateException("the pattern lets no unit " + unit + " through");
    };
  }
}
