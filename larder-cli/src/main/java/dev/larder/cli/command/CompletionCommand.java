// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** {@code completion SHELL}: prints what teaches a shell the commands and options. */
final class CompletionCommand implements Command {
  private final CommandSpec spec =
      Options.command(this, "completion", "Print a completion script for a shell to source.");

  /** The shells; picocli's script asks itself which of them reads it. */
  private enum Shell {
    BASH,
    ZSH
  }

  CompletionCommand() {
    spec.addPositional(Options.choice(Shell.class, "SHELL", "Shell to complete in"));
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    var root = new CommandLine(new Root().spec());
    invocation.out().print(AutoComplete.bash(root.getCommandName(), root));
    return ExitStatus.DONE;
  }
}
