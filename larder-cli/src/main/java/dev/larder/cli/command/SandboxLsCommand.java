// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Json;
import dev.larder.cli.output.SandboxJson;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.Sandbox;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;

/** {@code sandbox ls}: lists sandboxes by name. */
final class SandboxLsCommand implements Command {
  private final CommandSpec spec = Options.command(this, "ls", "List sandboxes.");
  private final Output output = new Output(spec, "Print names only.");

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    List<Sandbox> sandboxes;
    try (var cache = invocation.openCache()) {
      sandboxes = cache.sandboxes().list();
    }
    var out = invocation.out();
    if (output.isJson()) {
      Json.printArray(out, sandboxes, SandboxJson::sandbox);
    } else if (output.isQuiet()) {
      sandboxes.forEach(sandbox -> out.println(sandbox.name()));
    } else {
      table(sandboxes, invocation).print(out);
    }
    return ExitStatus.DONE;
  }

  private static Table table(List<Sandbox> sandboxes, Invocation invocation) {
    var table = new Table("NAME", "REFERENCE", "DIGEST", "CREATED", "IMAGE");
    for (var sandbox : sandboxes) {
      table.row(
          sandbox.name(),
          sandbox.reference(),
          Words.shortDigest(sandbox.manifestDigest()),
          Words.ago(sandbox.createdAt(), invocation.now()),
          sandbox.imagePresent() ? "present" : "removed");
    }
    return table;
  }
}
