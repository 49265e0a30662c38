// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.console.Prompt;
import dev.larder.cli.output.Json;
import dev.larder.error.OperationCancelledException;
import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code login REGISTRY}: keeps a name and a password that the registry lets in. */
final class LoginCommand implements Command {
  private static final int PASSWORD_LIMIT_BYTES = 64 << 10;

  private final PositionalParamSpec registry = LoginFileArgument.registry();
  private final OptionSpec username =
      Options.value(
          String.class, name -> name, "NAME", "Name (default: asked for).", "-u", "--username");
  private final OptionSpec passwordFromInput =
      Options.flag(
          "Read the password, or a token, from standard input instead of asking for it.",
          "--password-stdin");
  private final CommandSpec spec =
      Options.command(this, "login", "Log in to a registry; the login is kept for pulls.");
  private final LoginFileArgument file = new LoginFileArgument(spec);
  private final RegistryArguments registries = new RegistryArguments(spec);
  private final Output output = new Output(spec, "Print nothing.");

  LoginCommand() {
    spec.addPositional(registry).addOption(username).addOption(passwordFromInput);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    String given = registry.getValue();
    var options = registries.cacheOptions(invocation, List.of(given + "/any")).registry();
    var logins = file.logins(invocation);
    var login = login(invocation);
    String name = logins.logIn(given, login, options);
    if (output.isJson()) {
      Json.printObject(
          invocation.out(),
          json -> {
            json.member("registry", name);
            json.member("username", login.username());
          });
    } else if (!output.isQuiet()) {
      invocation.out().println(name);
    }
    return ExitStatus.DONE;
  }

  private Login login(Invocation invocation) {
    boolean fromInput = passwordFromInput.<Boolean>getValue();
    @Nullable String given = username.getValue();
    if (given == null && fromInput) {
      throw wrong("--password-stdin goes with --username");
    }
    try {
      String name = given == null ? required(Prompt.line("Username: ").orElse("")) : given;
      return new Login(
          name, fromInput ? input(invocation) : required(Prompt.secret("Password: ").orElse("")));
    } catch (InterruptedException | ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      throw new OperationCancelledException("the login", e);
    } catch (IOException e) {
      throw wrong("cannot read standard input: " + e.getMessage());
    } catch (IllegalArgumentException e) {
      throw wrong(String.valueOf(e.getMessage()));
    }
  }

  private String required(String typed) {
    if (typed.isEmpty()) {
      throw wrong("nobody answers; say --username and --password-stdin in a script");
    }
    return typed;
  }

  /** All of it but the end of its line, which is no part of a password. */
  private String input(Invocation invocation) throws IOException {
    byte[] bytes = invocation.streams().in().readNBytes(PASSWORD_LIMIT_BYTES + 1);
    if (bytes.length > PASSWORD_LIMIT_BYTES) {
      throw wrong("standard input has more than the longest password");
    }
    String password = new String(bytes, StandardCharsets.UTF_8).replaceFirst("\\R$", "");
    if (password.isEmpty()) {
      throw wrong("standard input has no password");
    }
    return password;
  }

  private ParameterException wrong(String problem) {
    return new ParameterException(spec.commandLine(), problem);
  }
}
