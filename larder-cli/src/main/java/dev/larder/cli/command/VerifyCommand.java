// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Json;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.VerifyJson;
import dev.larder.cli.output.Words;
import dev.larder.model.Artefact;
import dev.larder.model.RepairReport;
import dev.larder.model.RepairReport.Outcome;
import dev.larder.model.VerifyLevel;
import dev.larder.model.VerifyReport;
import java.io.PrintStream;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code verify [REF…]}: looks whether all is what was written, and mends it if told to. */
final class VerifyCommand implements Command {
  private final PositionalParamSpec references =
      Options.optionalParameters("REF", "Image to look at (default: everything).");
  private final OptionSpec quick =
      Options.flag("Only look whether files are there, in their length.", "--quick");
  private final OptionSpec deep =
      Options.flag("Also walk every layer, and merge layers anew to compare.", "--deep");
  private final OptionSpec repair =
      Options.flag("Mend what is missing or damaged; fetches damaged layers again.", "--repair");
  private final CommandSpec spec =
      Options.command(
          this, "verify", "Look whether files are what was written; fails if any is not.");
  private final Output output = new Output(spec, "Print digests of what is damaged only.");
  private final RegistryArguments registry = new RegistryArguments(spec);

  VerifyCommand() {
    spec.addOption(quick).addOption(deep).addOption(repair).addPositional(references);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    List<String> wanted = references.getValue();
    try (var cache = registry.openCache(invocation, wanted)) {
      boolean sound;
      if (repair.<Boolean>getValue()) {
        var report = cache.repair(level(), wanted);
        print(invocation.out(), report);
        sound = report.isSound();
      } else {
        var report = cache.verify(level(), wanted);
        print(invocation.out(), report);
        sound = report.isSound();
      }
      return sound ? ExitStatus.DONE : ExitStatus.FAILED;
    }
  }

  private VerifyLevel level() {
    boolean isQuick = quick.<Boolean>getValue();
    boolean isDeep = deep.<Boolean>getValue();
    if (isQuick && isDeep) {
      throw new ParameterException(spec.commandLine(), "--quick or --deep, not both");
    }
    return isQuick ? VerifyLevel.QUICK : isDeep ? VerifyLevel.DEEP : VerifyLevel.FULL;
  }

  private void print(PrintStream out, VerifyReport report) {
    var unsound = report.unsound();
    if (output.isJson()) {
      Json.printObject(out, json -> VerifyJson.report(json, report));
    } else if (output.isQuiet()) {
      unsound.stream().map(Artefact::digest).distinct().forEach(out::println);
    } else {
      if (!unsound.isEmpty()) {
        var table = new Table("CONDITION", "KIND", "DIGEST", "IMAGES", "DETAIL");
        unsound.forEach(artefact -> row(table, Words.constant(artefact.condition()), artefact));
        table.print(out);
        out.println();
      }
      out.println(
          summary(report)
              + (unsound.isEmpty() ? "" : "; 'larder verify --repair' mends what can be mended"));
    }
  }

  private void print(PrintStream out, RepairReport report) {
    if (output.isJson()) {
      Json.printObject(out, json -> VerifyJson.report(json, report));
    } else if (output.isQuiet()) {
      report.repairs().stream()
          .filter(repair -> repair.outcome() == Outcome.FAILED)
          .map(repair -> repair.artefact().digest())
          .distinct()
          .forEach(out::println);
    } else {
      if (!report.repairs().isEmpty()) {
        var table = new Table("OUTCOME", "KIND", "DIGEST", "IMAGES", "DETAIL");
        for (var done : report.repairs()) {
          row(table, Words.constant(done.outcome()), done.artefact(), done.detail());
        }
        table.print(out);
        out.println();
      }
      long failed =
          report.repairs().stream().filter(repair -> repair.outcome() == Outcome.FAILED).count();
      out.println(
          summary(report.verification())
              + "; "
              + (report.repairs().size() - failed)
              + " mended"
              + (failed == 0 ? "" : ", " + failed + " not"));
    }
  }

  private static void row(Table table, String state, Artefact artefact) {
    row(table, state, artefact, artefact.detail());
  }

  private static void row(Table table, String state, Artefact artefact, String detail) {
    table.row(
        state,
        Words.constant(artefact.kind()),
        Words.shortDigest(artefact.digest()),
        artefact.images().isEmpty() ? Words.UNKNOWN : String.join(" ", artefact.images()),
        detail);
  }

  private static String summary(VerifyReport report) {
    long missing = count(report, Artefact.Condition.MISSING);
    long damaged = count(report, Artefact.Condition.DAMAGED);
    long unchecked = count(report, Artefact.Condition.UNCHECKED);
    return Words.count(report.artefacts().size(), "artefact")
        + " looked at: "
        + (missing + damaged == 0
            ? "nothing is wrong"
            : missing + " missing, " + damaged + " damaged")
        + (unchecked == 0 ? "" : ", " + unchecked + " could not be compared");
  }

  private static long count(VerifyReport report, Artefact.Condition condition) {
    return report.artefacts().stream()
        .filter(artefact -> artefact.condition() == condition)
        .count();
  }
}
