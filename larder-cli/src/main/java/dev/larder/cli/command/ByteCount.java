// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import java.math.BigDecimal;
import java.util.Locale;
import java.util.regex.Pattern;

/**
 * Reads numbers of bytes such as {@code 500000}, {@code 20GB}, {@code 1.5GiB}: {@code k} to {@code
 * P} are powers of 1000, as sizes are printed, and of 1024 with an {@code i}.
 */
final class ByteCount {
  private static final Pattern FORM =
      Pattern.compile("(\\d{1,19}(?:\\.\\d{1,9})?) ?(?:([kmgtp])(i?))?b?");
  private static final String UNITS = "kmgtp";

  private ByteCount() {}

  static long parse(String text) {
    var form = FORM.matcher(text.toLowerCase(Locale.ROOT));
    if (form.matches()) {
      int power = form.group(2) == null ? 0 : UNITS.indexOf(form.group(2)) + 1;
      int base = "i".equals(form.group(3)) ? 1024 : 1000;
      var bytes = new BigDecimal(form.group(1)).multiply(BigDecimal.valueOf(base).pow(power));
      if (bytes.compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0) {
        return bytes.longValue();
      }
    }
    throw new IllegalArgumentException(
        "a size is a number of bytes, or one with kB to PB or KiB to PiB, such as 20GB: '"
            + text
            + "'");
  }
}
