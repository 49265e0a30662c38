// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Json;
import dev.larder.cli.output.RemovalJson;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.ImageFilter;
import dev.larder.model.ImagePruneReport;
import dev.larder.model.PrunePlan;
import dev.larder.model.PrunePolicy;
import java.io.PrintStream;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code prune}: removes what nothing uses, after a question. */
final class PruneCommand implements Command {
  private final OptionSpec yes = Options.flag("Do not ask.", "-y", "--yes");
  private final OptionSpec dryRun =
      Options.flag("Show what would go and what would stay, and why; remove nothing.", "--dry-run");
  private final OptionSpec dangling = Options.flag("Only images without a name.", "--dangling");
  private final OptionSpec until =
      Options.value(
          Duration.class,
          Age::parse,
          "AGE",
          "Only images whose last use is so long ago, such as 24h or 7d.",
          "--until");
  private final OptionSpec keepLast =
      Options.value(
          Integer.class,
          PruneCommand::number,
          "N",
          "Keep the newest N images of each repository.",
          "--keep-last");
  private final OptionSpec maxSize =
      Options.value(
          Long.class,
          ByteCount::parse,
          "BYTES",
          "Remove only until the cache takes no more, such as 20GB.",
          "--max-size");
  private final OptionSpec minFree =
      Options.value(
          Long.class,
          ByteCount::parse,
          "BYTES",
          "Remove only until the file system has so much left, such as 10GB.",
          "--min-free");
  private final OptionSpec grace =
      Options.value(
          Duration.class,
          Age::parse,
          "AGE",
          "Keep images that came under their name more recently, such as 1h.",
          "--grace");
  private final OptionSpec filters = Filters.option("Only images that match; may be repeated.");
  private final CommandSpec spec =
      Options.command(this, "prune", "Remove images that nothing uses, and what crashes left.");
  private final Output output = new Output(spec, "Print nothing.");

  PruneCommand() {
    spec.addOption(yes)
        .addOption(dryRun)
        .addOption(dangling)
        .addOption(until)
        .addOption(keepLast)
        .addOption(maxSize)
        .addOption(minFree)
        .addOption(grace)
        .addOption(filters);
  }

  private static int number(String text) {
    try {
      int number = Integer.parseInt(text);
      if (number >= 0) {
        return number;
      }
    } catch (NumberFormatException ignored) { // said below
    }
    throw new IllegalArgumentException("'" + text + "' is no number of images");
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    try (var cache = invocation.openCache()) {
      var plan = cache.planPrune(policy());
      if (dryRun.<Boolean>getValue()) {
        show(invocation.out(), plan);
        return ExitStatus.DONE;
      }
      if (!yes.<Boolean>getValue() && !isConfirmed(invocation, plan)) {
        invocation.err().println("larder: nothing was removed; say y, or --yes not to be asked");
        return ExitStatus.FAILED;
      }
      report(invocation.out(), cache.apply(plan));
      return ExitStatus.DONE;
    }
  }

  private PrunePolicy policy() {
    var policy = dangling.<Boolean>getValue() ? PrunePolicy.dangling() : PrunePolicy.unused();
    policy = policy.withFilters(filters.<List<ImageFilter>>getValue());
    Duration age = until.getValue();
    if (age != null) {
      policy = policy.withMinimumAge(age);
    }
    Duration period = grace.getValue();
    if (period != null) {
      policy = policy.withGracePeriod(period);
    }
    Integer number = keepLast.getValue();
    if (number != null) {
      policy = policy.withKeepLast(number);
    }
    Long budget = maxSize.getValue();
    if (budget != null) {
      policy = policy.withBudgetBytes(budget);
    }
    Long floor = minFree.getValue();
    return floor == null ? policy : policy.withFreeBytes(floor);
  }

  private void show(PrintStream out, PrunePlan plan) {
    if (output.isJson()) {
      Json.printObject(out, json -> RemovalJson.plan(json, plan));
      return;
    }
    if (output.isQuiet()) {
      return;
    }
    var table = new Table("VERDICT", "REFERENCE", "DIGEST", "REASON");
    for (var item : plan.items()) {
      table.row(
          Words.constant(item.verdict()),
          item.image().reference(),
          item.image().manifestDigest().map(Words::shortDigest).orElse(Words.UNKNOWN),
          item.reason());
    }
    table.print(out);
    out.println();
    out.println(summary(plan));
  }

  private static String summary(PrunePlan plan) {
    String leftovers =
        plan.leftoverBytes() == 0
            ? ""
            : " and " + Words.size(plan.leftoverBytes()) + " of leftovers";
    return Words.count(plan.removals().size(), "name") + leftovers + " would be removed.";
  }

  private static boolean isConfirmed(Invocation invocation, PrunePlan plan) {
    boolean nothing = plan.removals().isEmpty() && plan.leftoverBytes() == 0;
    return nothing || Question.ask(invocation.streams(), summary(plan) + " Continue? [y/N] ");
  }

  private void report(PrintStream out, ImagePruneReport report) {
    if (output.isJson()) {
      Json.printObject(out, json -> RemovalJson.report(json, report));
    } else if (!output.isQuiet()) {
      out.println(
          "removed "
              + Words.count(report.imageRefsRemoved(), "name")
              + ", "
              + Words.count(report.manifestsRemoved(), "image")
              + " and "
              + Words.count(report.layersRemoved(), "layer")
              + ", "
              + Words.size(report.bytesReclaimed())
              + " reclaimed");
    }
  }
}
