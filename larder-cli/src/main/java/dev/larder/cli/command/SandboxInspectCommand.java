// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.model.SandboxDetail;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code sandbox inspect NAME}: what a VMM needs to start it. */
final class SandboxInspectCommand implements Command {
  private final PositionalParamSpec name = Options.parameter(0, "NAME", "Sandbox to show.");
  private final CommandSpec spec =
      Options.command(this, "inspect", "Show a sandbox's disk and what its image says of running.");
  private final SandboxOutput output = new SandboxOutput(spec);

  SandboxInspectCommand() {
    spec.addPositional(name);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    SandboxDetail detail;
    try (var cache = invocation.openCache()) {
      detail = cache.sandboxes().inspect(name.getValue());
    }
    output.print(invocation, detail);
    return ExitStatus.DONE;
  }
}
