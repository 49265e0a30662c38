// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** A word that comes before commands, such as {@code sandbox}, and does nothing alone. */
final class Group implements Command {
  private final CommandSpec spec;

  Group(String name, String description, List<Command> commands) {
    spec = Options.command(this, name, description);
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    for (var command : commands) {
      spec.addSubcommand(command.spec().name(), command.spec());
    }
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    throw new ParameterException(
        spec.commandLine(),
        "which one? " + String.join(", ", spec.subcommands().keySet()) + " are known");
  }
}
