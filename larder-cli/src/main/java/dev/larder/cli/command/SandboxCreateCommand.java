// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.progress.ProgressMode;
import dev.larder.model.PullOptions;
import dev.larder.model.SandboxDetail;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code sandbox create NAME REF}: pins an image, pulled if it is missing. */
final class SandboxCreateCommand implements Command {
  private final PositionalParamSpec name = Options.parameter(0, "NAME", "Name of the sandbox.");
  private final PositionalParamSpec reference =
      Options.parameter(1, "REF", "Its image, pulled if it is missing.");
  private final CommandSpec spec =
      Options.command(this, "create", "Pin an image under a sandbox's name.");
  private final SandboxOutput output = new SandboxOutput(spec);

  SandboxCreateCommand() {
    spec.addPositional(name).addPositional(reference);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    output.print(invocation, create(invocation));
    return ExitStatus.DONE;
  }

  private SandboxDetail create(Invocation invocation) {
    var mode = output.isQuiet() ? ProgressMode.NONE : ProgressMode.AUTO;
    try (var cache = invocation.openCache();
        var progress = mode.open(invocation.streams())) {
      return cache
          .sandboxes()
          .create(
              name.getValue(), reference.getValue(), PullOptions.defaults().withListener(progress));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
