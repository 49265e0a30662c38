// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** How a command prints what came of it: {@code --format} and {@code -q}, which all have. */
final class Output {
  private final OptionSpec format = Options.choice(Format.TEXT, "How to print", "--format");
  private final OptionSpec quiet;

  /** The forms. */
  enum Format {
    /** For people. */
    TEXT,
    /** For programs. */
    JSON
  }

  /** The options of {@code spec}, which get added to it; {@code quietly} says what -q leaves. */
  Output(CommandSpec spec, String quietly) {
    quiet = Options.flag(quietly, "-q", "--quiet");
    spec.addOption(format).addOption(quiet);
  }

  boolean isJson() {
    return format.<Format>getValue() == Format.JSON;
  }

  boolean isQuiet() {
    return quiet.<Boolean>getValue();
  }
}
