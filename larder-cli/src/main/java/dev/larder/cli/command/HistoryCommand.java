// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.ImageHistoryEntry;
import dev.larder.model.ImageLayer;
import java.util.List;
import java.util.Optional;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code history REF}: the steps that made an image; in text the last one first, as docker. */
final class HistoryCommand implements Command {
  private final PositionalParamSpec reference = Options.parameter(0, "REF", "Image to show.");
  private final CommandSpec spec =
      Options.command(this, "history", "Show the steps that made an image.");
  private final Output output = new Output(spec, "Print the diff ids of the layers only.");

  HistoryCommand() {
    spec.addPositional(reference);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    List<ImageHistoryEntry> steps;
    try (var cache = invocation.openCache()) {
      steps = cache.history(reference.getValue());
    }
    var out = invocation.out();
    if (output.isJson()) {
      Json.printArray(out, steps, ImageJson::history);
    } else if (output.isQuiet()) {
      steps.reversed().stream()
          .map(ImageHistoryEntry::layer)
          .flatMap(Optional::stream)
          .forEach(layer -> out.println(layer.diffId()));
    } else {
      table(steps, invocation).print(out);
    }
    return ExitStatus.DONE;
  }

  private static Table table(List<ImageHistoryEntry> steps, Invocation invocation) {
    var table = new Table("LAYER", "CREATED", "SIZE", "CREATED BY", "COMMENT");
    var now = invocation.now();
    for (var step : steps.reversed()) {
      var layer = step.layer();
      table.row(
          layer.map(made -> Words.shortDigest(made.diffId().digest())).orElse(Words.UNKNOWN),
          Words.ago(step.created().orElse(null), now),
          Words.size(layer.map(ImageLayer::compressedSizeBytes).orElse(0L)),
          step.createdBy(),
          step.comment());
    }
    return table;
  }
}
