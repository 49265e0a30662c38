// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.CacheOptions;
import dev.larder.cli.console.Environment;
import dev.larder.cli.console.Streams;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ScopeType;

/** {@code larder} itself: its commands, and the options that stand before or behind any of them. */
public final class Root implements Command {
  /** By the word that calls it, in the order of the help. */
  private static final Map<String, Supplier<Command>> COMMANDS = new LinkedHashMap<>();

  static {
    COMMANDS.put("pull", PullCommand::new);
    COMMANDS.put("load", LoadCommand::new);
    COMMANDS.put("save", SaveCommand::new);
    COMMANDS.put("images", ImagesCommand::new);
    COMMANDS.put("inspect", InspectCommand::new);
    COMMANDS.put("rmi", RmiCommand::new);
    COMMANDS.put("prune", PruneCommand::new);
    COMMANDS.put("tag", TagCommand::new);
    COMMANDS.put("history", HistoryCommand::new);
    COMMANDS.put("touch", TouchCommand::new);
    COMMANDS.put("df", DfCommand::new);
    COMMANDS.put("verify", VerifyCommand::new);
    COMMANDS.put("ls", LsCommand::new);
    COMMANDS.put("cat", CatCommand::new);
    COMMANDS.put("cp", CpCommand::new);
    COMMANDS.put("diff", DiffCommand::new);
    COMMANDS.put("sandbox", Root::sandbox);
    COMMANDS.put("login", LoginCommand::new);
    COMMANDS.put("logout", LogoutCommand::new);
    COMMANDS.put("info", InfoCommand::new);
    COMMANDS.put("completion", CompletionCommand::new);
  }

  private static final String HOME = "--home";
  private static final String DEBUG = "--debug";

  private final OptionSpec home =
      OptionSpec.builder(HOME)
          .type(Path.class)
          .converters(
              Options.converter(Options::path)) // picocli's own is reflection, which is slow
          .paramLabel("DIR")
          .description(
              "Where the cache is (default: $LARDER_HOME, else $XDG_DATA_HOME/larder,"
                  + " else ~/.local/share/larder).")
          .scopeType(ScopeType.INHERIT)
          .build();
  private final OptionSpec debug =
      OptionSpec.builder(DEBUG)
          .type(boolean.class)
          .initialValue(false)
          .description("Print the stack trace of a failure.")
          .scopeType(ScopeType.INHERIT)
          .build();
  private final CommandSpec spec =
      Options.command(this, "larder", "Keep OCI images boot-ready on the local disk.");

  /** All commands, none of which has been parsed yet. */
  Root() {
    this(COMMANDS.values());
  }

  private Root(Collection<Supplier<Command>> commands) {
    spec.usageMessage().synopsisSubcommandLabel("COMMAND");
    spec.addOption(
        OptionSpec.builder("-V", "--version")
            .versionHelp(true)
            .description("Show the version and exit.")
            .build());
    spec.version("larder " + version()).addOption(home).addOption(debug);
    for (var maker : commands) {
      var command = maker.get();
      spec.addSubcommand(command.spec().name(), command.spec());
    }
  }

  /**
   * {@return what can parse these arguments} Where a command comes first, or behind the options of
   * all commands, that is the only one: to make the others takes longer than most commands do.
   */
  public static Root of(List<String> arguments) {
    @Nullable Supplier<Command> called = COMMANDS.get(firstWord(arguments));
    return called == null ? new Root() : new Root(List.of(called));
  }

  private static String firstWord(List<String> arguments) {
    for (int i = 0; i < arguments.size(); i++) {
      String argument = arguments.get(i);
      if (argument.equals(HOME)) {
        i++;
      } else if (!argument.equals(DEBUG) && !argument.startsWith(HOME + "=")) {
        return argument;
      }
    }
    return "";
  }

  private static Command sandbox() {
    return new Group(
        "sandbox",
        "Manage what holds images.",
        List.of(
            new SandboxCreateCommand(),
            new SandboxLsCommand(),
            new SandboxInspectCommand(),
            new SandboxRmCommand()));
  }

  /** The build writes it into the module's descriptor. */
  static String version() {
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
