// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.Logins;
import dev.larder.oci.login.LoginFile;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code REGISTRY} and {@code --authfile}: what a login is for, and where it is kept. */
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

  /** {@return the registry whose login is meant} */
  static PositionalParamSpec registry() {
    return Options.parameter(
        0,
        "REGISTRY",
        "Registry, HOST[:PORT], or a part of it, HOST[:PORT]/PATH; docker.io is Docker Hub.");
  }

  Logins logins(Invocation invocation) {
    var environment = invocation.environment().variables();
    @Nullable Path given = file.getValue();
    try {
      return given == null
          ? Logins.ofUser(environment)
          : Logins.in(new LoginFile(given, environment));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), e.getMessage() + ": say --authfile", e);
    }
  }
}
