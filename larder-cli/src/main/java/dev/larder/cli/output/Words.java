// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import dev.larder.oci.Digest;
import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;

/** Sizes, ages, digests and counts as people read them. */
public final class Words {
  /** What stands for an unknown value. */
  public static final String UNKNOWN = "-";

  private static final String[] UNITS = {"kB", "MB", "GB", "TB", "PB", "EB"};
  private static final int SHORT_HEX = 12;

  private Words() {}

  /** {@return a size in decimal units, such as {@code 63.3 MB}} */
  public static String size(long bytes) {
    if (bytes < 1000) {
      return bytes + " B";
    }
    double value = bytes;
    int unit = -1;
    // What rounds up to 1000 is one of the next unit.
    while (value >= 999.95 && unit < UNITS.length - 1) {
      value /= 1000;
      unit++;
    }
    // A format would be half of what listing a thousand images takes.
    long tenths = Math.round(value * 10);
    return tenths / 10 + "." + tenths % 10 + " " + UNITS[unit];
  }

  /** {@return a size that may be unknown} */
  public static String size(OptionalLong bytes) {
    return bytes.isPresent() ? size(bytes.getAsLong()) : UNKNOWN;
  }

  /** {@return how long ago {@code then} was, such as {@code 2 hours ago}} Null is unknown. */
  public static String ago(@Nullable Instant then, Instant now) {
    return then == null ? UNKNOWN : age(Duration.between(then, now)) + " ago";
  }

  /** As docker counts: each unit until there are two or three of the next. */
  private static String age(Duration age) {
    long seconds = age.toSeconds();
    long hours = Math.round(age.toMinutes() / 60.0);
    if (seconds < 1) {
      return "less than a second";
    } else if (seconds < 60) {
      return count(seconds, "second");
    } else if (age.toMinutes() < 60) {
      return age.toMinutes() == 1 ? "about a minute" : count(age.toMinutes(), "minute");
    } else if (hours < 48) {
      return hours == 1 ? "about an hour" : count(hours, "hour");
    } else if (hours < 24 * 7 * 2) {
      return count(hours / 24, "day");
    } else if (hours < 24 * 30 * 2) {
      return count(hours / 24 / 7, "week");
    } else if (hours < 24 * 365 * 2) {
      return count(hours / 24 / 30, "month");
    } else {
      return count(hours / 24 / 365, "year");
    }
  }

  /** {@return the first digits of a digest} */
  public static String shortDigest(Digest digest) {
    return digest.hex().substring(0, SHORT_HEX);
  }

  /** {@return the first digits of what should be a digest; of a damaged row what stands there} */
  public static String shortDigest(String digest) {
    String hex = digest.substring(digest.indexOf(':') + 1);
    return hex.substring(0, Math.min(hex.length(), SHORT_HEX));
  }

  /** {@return a constant's name in lower case} */
  public static String constant(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT);
  }

  /** {@return a number of things, such as {@code 1 layer} or {@code 2 layers}} */
  public static String count(long number, String thing) {
    return number + " " + thing + (number == 1 ? "" : "s");
  }

  /**
   * {@return {@code text} on one line, without what a terminal would obey} Images and registries
   * choose some of what is printed.
   */
  public static String printable(String text) {
    for (int i = 0; i < text.length(); i++) {
      if (isControl(text.charAt(i))) {
        return withSpaces(text);
      }
    }
    return text;
  }

  private static String withSpaces(String text) {
    var line = new StringBuilder();
    text.chars().forEach(c -> line.append(isControl(c) ? ' ' : (char) c));
    return line.toString();
  }

  /** Control characters, and those that turn the direction of what follows. */
  private static boolean isControl(int c) {
    if (c >= ' ' && c <= '~') {
      return false;
    }
    return Character.isISOControl(c)
        || Character.getType(c) == Character.FORMAT
        || c == '\u2028'
        || c == '\u2029';
  }
}
