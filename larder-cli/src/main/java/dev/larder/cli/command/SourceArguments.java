// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.progress.Progress;
import dev.larder.cli.progress.ProgressMode;
import dev.larder.oci.image.Platform;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** What pulls and loads have in common: {@code --platform} and {@code --progress}. */
final class SourceArguments {
  private final OptionSpec platform =
      Options.value(
          Platform.class,
          Platform::parse,
          "OS/ARCH[/VARIANT]",
          "Platform of the image (default: this machine's).",
          "--platform");
  private final OptionSpec progress =
      Options.choice(ProgressMode.AUTO, "How to show progress", "--progress");
  private final Output output;

  SourceArguments(CommandSpec spec, Output output) {
    this.output = output;
    spec.addOption(platform).addOption(progress);
  }

  Platform platform() {
    Platform given = platform.getValue();
    return given == null ? Platform.host() : given;
  }

  /** {@return the progress of one image; the caller closes it} */
  Progress openProgress(Invocation invocation) {
    ProgressMode given = progress.getValue();
    boolean silent = given == ProgressMode.AUTO && output.isQuiet();
    return (silent ? ProgressMode.NONE : given).open(invocation.streams());
  }
}
