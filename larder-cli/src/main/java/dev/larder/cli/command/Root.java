// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.CacheOptions;
import dev.larder.cli.console.Environment;
import dev.larder.cli.console.Streams;
import java.nio.file.Path;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** {@code larder} itself: its commands, and the options that stand before or behind any of them. */
public final class Root implements Command {
  private final OptionSpec home =
      OptionSpec.builder("--home")
          .type(Path.class)
          .paramLabel("DIR")
          .description(
              "Where the cache is (default: $LARDER_HOME, else $XDG_DATA_HOME/larder,"
                  + " else ~/.local/share/larder).")
          .scopeType(ScopeType.INHERIT)
          .build();
  private final OptionSpec debug =
      OptionSpec.builder("--debug")
          .type(boolean.class)
          .initialValue(false)
          .description("Print the stack trace of a failure.")
          .scopeType(ScopeType.INHERIT)
          .build();
  private final CommandSpec spec =
      Options.command(this, "larder", "Keep OCI images boot-ready on the local disk.");

  /** The commands, none of which has been parsed yet. */
  public Root() {
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version and exit.")
            .build());
    spec.version("larder " + version()).addOption(home).addOption(debug);
    for (var command : commands()) {
      spec.addSubcommand(command.spec().name(), command.spec());
    }
  }

  private static List<Command> commands() {
    return List.of(
        new PullCommand(),
        new LoadCommand(),
        new ImagesCommand(),
        new InspectCommand(),
        new RmiCommand(),
        new PruneCommand(),
        new TagCommand(),
        new HistoryCommand(),
        new TouchCommand(),
        new DfCommand(),
        new VerifyCommand(),
        new LsCommand(),
        new CatCommand(),
        new CpCommand(),
        new DiffCommand(),
        new Group(
            "sandbox",
            "Manage what holds images.",
            List.of(
                new SandboxCreateCommand(),
                new SandboxLsCommand(),
                new SandboxInspectCommand(),
                new SandboxRmCommand())),
        new CompletionCommand());
  }

  /** The build writes it into the module's descriptor. */
  private static String version() {
    var module = Root.class.getModule().getDescriptor();
    return module == null ? "(unknown)" : module.rawVersion().orElse("(unknown)");
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  /** {@return the run that was parsed} */
  public Invocation invocation(Streams streams, Environment environment) {
    @Nullable Path given = home.getValue();
    var directory =
        given == null
            ? CacheOptions.defaultHome(environment.variables(), environment.userHome())
            : given;
    return new Invocation(streams, environment, directory, debug.<Boolean>getValue());
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    spec.commandLine().usage(invocation.err());
    throw new ParameterException(spec.commandLine(), "a command is missing");
  }
}
