// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.model.ImageFilter;
import picocli.CommandLine.Model.OptionSpec;

/** {@code --filter}, in docker's notation. */
final class Filters {
  private Filters() {}

  /** {@return the option; a list of {@link ImageFilter}} */
  static OptionSpec option(String description) {
    return Options.repeated(
        ImageFilter.class,
        ImageFilter::parse,
        "FILTER",
        description + " Known: label=KEY[=VALUE], reference=PATTERN, dangling=true|false.",
        "--filter");
  }
}
