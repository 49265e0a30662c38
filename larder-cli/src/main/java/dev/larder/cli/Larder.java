// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import dev.larder.cli.command.Command;
import dev.larder.cli.command.ExitStatus;
import dev.larder.cli.command.Root;
import dev.larder.cli.console.ClosedOutputException;
import dev.larder.cli.console.Environment;
import dev.larder.cli.console.Streams;
import dev.larder.cli.output.Words;
import dev.larder.error.LarderException;
import java.io.PrintStream;
import java.util.List;
import java.util.Locale;
import picocli.CommandLine;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParseResult;
import picocli.CommandLine.UnmatchedArgumentException;

/** The command, from its arguments to its exit status. */
public final class Larder {
  private Larder() {}

  /**
   * Runs the command on the calling thread. An interrupt ends it, cleaned up, with status 130.
   *
   * @return the exit status
   */
  public static int run(List<String> arguments, Streams streams, Environment environment) {
    var root = Root.of(arguments);
    var line = new CommandLine(root.spec());
    line.setColorScheme(CommandLine.Help.defaultColorScheme(Ansi.OFF));
    ExitStatus status;
    try {
      var parsed = line.parseArgs(arguments.toArray(String[]::new));
      status = run(parsed, root, streams, environment);
      if (streams.out().checkError() && status == ExitStatus.DONE) {
        streams.err().println("larder: cannot write to standard output");
        status = ExitStatus.FAILED;
      }
    } catch (ParameterException e) {
      status = wrongUsage(streams.err(), e);
    } catch (ClosedOutputException ignored) { // whoever closed it knows
      status = ExitStatus.CLOSED_OUTPUT;
    }
    streams.err().flush();
    return status.code();
  }

  private static ExitStatus run(
      ParseResult parsed, Root root, Streams streams, Environment environment) {
    var last = parsed;
    while (last.hasSubcommand() && !last.isUsageHelpRequested()) {
      last = last.subcommand();
    }
    var spec = last.commandSpec();
    if (last.isUsageHelpRequested()) {
      spec.commandLine().usage(streams.out());
      return ExitStatus.DONE;
    }
    if (parsed.isVersionHelpRequested()) {
      spec.commandLine().printVersionHelp(streams.out());
      return ExitStatus.DONE;
    }
    var invocation = root.invocation(streams, environment);
    try {
      return ((Command) spec.userObject()).run(invocation);
    } catch (LarderException e) {
      return invocation.report(e);
    } catch (ParameterException | ClosedOutputException e) {
      throw e;
    } catch (RuntimeException | Error e) {
      return bug(invocation.debug(), streams.err(), e);
    }
  }

  private static ExitStatus wrongUsage(PrintStream err, ParameterException e) {
    String name = e.getCommandLine().getCommandSpec().qualifiedName();
    err.println("larder: " + Words.printable(complaint(e)) + "; see '" + name + " --help'");
    return ExitStatus.USAGE;
  }

  private static String complaint(ParameterException e) {
    if (e instanceof UnmatchedArgumentException unmatched && !unmatched.isUnknownOption()) {
      boolean commands = !e.getCommandLine().getSubcommands().isEmpty();
      String argument = unmatched.getUnmatched().getFirst();
      return (commands ? "unknown command '" : "one argument too many: '") + argument + "'";
    }
    String message = String.valueOf(e.getMessage());
    return message.substring(0, 1).toLowerCase(Locale.ROOT) + message.substring(1);
  }

  private static ExitStatus bug(boolean debug, PrintStream err, Throwable e) {
    err.println(
        "larder: this should not happen: "
            + Words.printable(e.toString())
            + "; please report it with what --debug prints");
    if (debug) {
      e.printStackTrace(err);
    }
    return ExitStatus.FAILED;
  }
}
