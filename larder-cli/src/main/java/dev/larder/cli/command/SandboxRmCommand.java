// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code sandbox rm NAME}: lets go of an image. */
final class SandboxRmCommand implements Command {
  private final PositionalParamSpec name = Options.parameter(0, "NAME", "Sandbox to remove.");
  private final CommandSpec spec =
      Options.command(this, "rm", "Remove a sandbox; its image stays, and may be pruned.");
  private final Output output = new Output(spec, "Print nothing.");

  SandboxRmCommand() {
    spec.addPositional(name);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    String removed = name.getValue();
    try (var cache = invocation.openCache()) {
      cache.sandboxes().remove(removed);
    }
    if (output.isJson()) {
      Json.printObject(invocation.out(), json -> json.member("name", removed));
    } else if (!output.isQuiet()) {
      invocation.out().println(removed);
    }
    return ExitStatus.DONE;
  }
}
