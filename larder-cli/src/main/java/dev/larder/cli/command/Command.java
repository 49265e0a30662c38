// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import picocli.CommandLine.Model.CommandSpec;

/** A subcommand. An object is for one run: parsing fills its options. */
public interface Command {
  /** {@return what the command accepts} The command is the specification's user object. */
  CommandSpec spec();

  /**
   * Runs the command with what was parsed.
   *
   * @return how it ended
   * @throws dev.larder.error.LarderException if it failed
   * @throws picocli.CommandLine.ParameterException if its arguments contradict each other
   */
  ExitStatus run(Invocation invocation);
}
