// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Json;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code logout REGISTRY}: forgets the login; that there was none is no failure. */
final class LogoutCommand implements Command {
  private final PositionalParamSpec registry = LoginFileArgument.registry();
  private final CommandSpec spec =
      Options.command(this, "logout", "Log out of a registry: forget the login.");
  private final LoginFileArgument file = new LoginFileArgument(spec);
  private final Output output = new Output(spec, "Print nothing.");

  LogoutCommand() {
    spec.addPositional(registry);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    String given = registry.getValue();
    boolean removed = file.logins(invocation).logOut(given);
    if (output.isJson()) {
      Json.printObject(
          invocation.out(),
          json -> {
            json.member("registry", given);
            json.member("removed", removed);
          });
    } else if (!output.isQuiet()) {
      invocation.out().println(removed ? given : "not logged in at " + given);
    }
    return ExitStatus.DONE;
  }
}
