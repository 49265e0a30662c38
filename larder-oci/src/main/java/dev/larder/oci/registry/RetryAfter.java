// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.Optional;
import java.util.regex.Pattern;

/** The {@code Retry-After} field: RFC 9110, 10.2.3. */
final class RetryAfter {
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  private RetryAfter() {}

  /** {@return the wait from {@code now} on, empty if the field is in neither form} */
  static Optional<Duration> parse(String field, Instant now) {
    String value = field.strip();
    if (SECONDS.matcher(value).matches()) {
      return Optional.of(Duration.ofSeconds(Long.parseLong(value)));
    }
    try {
      Instant until = DateTimeFormatter.RFC_1123_DATE_TIME.parse(value, Instant::from);
      return Optional.of(until.isAfter(now) ? Duration.between(now, until) : Duration.ZERO);
    } catch (DateTimeException ignored) { // a form that nobody should send, as good as none
      return Optional.empty();
    }
  }
}
