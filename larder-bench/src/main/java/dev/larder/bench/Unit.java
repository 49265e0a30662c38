// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.util.Locale;

/** How a figure is printed; values are in seconds, in bytes, or are ratios. */
enum Unit {
  SECONDS(" s", 1),
  MILLISECONDS(" ms", 1e-3),
  MICROSECONDS(" µs", 1e-6),
  MEGABYTES(" MB", 1e6),
  NONE("", 1);

  private static final String NOTHING = "–";

  private final String symbol;
  private final double size;

  Unit(String symbol, double size) {
    this.symbol = symbol;
    this.size = size;
  }

  /** {@return a value with its unit} */
  String text(double value) {
    return number(value) + symbol;
  }

  /** {@return the median with its unit} */
  String median(Samples samples) {
    return samples.isEmpty() ? NOTHING : text(samples.median());
  }

  /** {@return the median with its unit, and the extremes in parentheses} */
  String spread(Samples samples) {
    return samples.isEmpty()
        ? NOTHING
        : text(samples.median())
            + " ("
            + number(samples.least())
            + "–"
            + number(samples.greatest())
            + ")";
  }

  /** As many decimals as may mean something. */
  private String number(double value) {
    double number = value / size;
    int decimals = number < 10 ? 2 : number < 100 ? 1 : 0;
    return String.format(Locale.ROOT, "%." + decimals + "f", number);
  }
}
