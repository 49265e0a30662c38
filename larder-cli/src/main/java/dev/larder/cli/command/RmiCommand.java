// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageCache;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.RemovalJson;
import dev.larder.cli.output.Words;
import dev.larder.model.ImageRemoveReport;
import dev.larder.model.RemoveOption;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code rmi REF…}: takes names away, and images with their last name. */
final class RmiCommand implements Command {
  private final PositionalParamSpec references =
      Options.parameters("REF", "Name to take away, or digest of an image to remove.");
  private final OptionSpec force =
      Options.flag("Remove even what a sandbox uses.", "-f", "--force");
  private final CommandSpec spec =
      Options.command(this, "rmi", "Remove names of images, and images with their last name.");
  private final Output output = new Output(spec, "Print nothing.");

  RmiCommand() {
    spec.addOption(force).addPositional(references);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    boolean forced = force.<Boolean>getValue();
    var options = forced ? new RemoveOption[] {RemoveOption.FORCE} : new RemoveOption[0];
    try (var cache = invocation.openCache()) {
      var removed =
          Batch.run(
              invocation,
              references.getValue(),
              reference -> remove(invocation, cache, reference, options));
      if (output.isJson()) {
        Json.printArray(invocation.out(), removed.done(), RemovalJson::report);
      }
      return removed.status();
    }
  }

  private ImageRemoveReport remove(
      Invocation invocation, ImageCache cache, String reference, RemoveOption[] options) {
    var report = cache.remove(reference, options);
    if (!report.sandboxes().isEmpty()) {
      invocation
          .err()
          .println("larder: warning: lost their image: " + String.join(", ", report.sandboxes()));
    }
    if (!output.isJson() && !output.isQuiet()) {
      print(invocation.out(), report);
    }
    return report;
  }

  private static void print(PrintStream out, ImageRemoveReport report) {
    report.untagged().forEach(name -> out.println("untagged " + Words.printable(name)));
    if (report.manifestsRemoved() > 0) {
      out.println(
          "removed the image and "
              + Words.count(report.layersRemoved(), "layer")
              + ", "
              + Words.size(report.bytesReclaimed())
              + " reclaimed");
    }
  }
}
