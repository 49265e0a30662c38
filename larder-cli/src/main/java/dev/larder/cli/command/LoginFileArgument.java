// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.Logins;
import dev.larder.oci.login.LoginFile;
import dev.larder.oci.login.LoginFiles;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;

/** {@code --authfile}: where logins are kept. */
final class LoginFileArgument {
  private final OptionSpec file =
      Options.value(
          Path.class,
          Options::path,
          "FILE",
          "Where the login is kept (default: $REGISTRY_AUTH_FILE, else $DOCKER_CONFIG/config.json,"
              + " else ~/.docker/config.json).",
          "--authfile");
  private final CommandSpec spec;

  LoginFileArgument(CommandSpec spec) {
    this.spec = spec;
    spec.addOption(file);
  }

  Logins logins(Invocation invocation) {
    var environment = invocation.environment().variables();
    @Nullable Path given = file.getValue();
    try {
      return Logins.in(
          given == null ? LoginFiles.written(environment) : new LoginFile(given, environment));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ": say --authfile", e);
    }
  }
}
