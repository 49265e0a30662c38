// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.DiskUsageJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.DiskUsage;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code df}: what the cache takes on the disk, in numbers that add up. */
final class DfCommand implements Command {
  private final OptionSpec layers = Options.flag("List layers too.", "--layers");
  private final CommandSpec spec =
      Options.command(this, "df", "Show what the cache takes on the disk.");
  private final Output output = new Output(spec, "Print the total in bytes only.");

  DfCommand() {
    spec.addOption(layers);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    DiskUsage usage;
    try (var cache = invocation.openCache()) {
      usage = cache.diskUsage();
    }
    var out = invocation.out();
    if (output.isJson()) {
      Json.printObject(out, json -> DiskUsageJson.usage(json, usage));
    } else if (output.isQuiet()) {
      out.println(usage.totalBytes());
    } else {
      print(out, usage);
    }
    return ExitStatus.DONE;
  }

  private void print(PrintStream out, DiskUsage usage) {
    images(usage).print(out);
    if (layers.<Boolean>getValue()) {
      out.println();
      layers(usage).print(out);
    }
    out.println();
    long imageBytes = usage.totalBytes() - usage.leftoverBytes() - usage.otherBytes();
    var sums = new Table("ON DISK", "SIZE");
    sums.row("images", Words.size(imageBytes));
    sums.row("leftovers", Words.size(usage.leftoverBytes()));
    sums.row("catalog, locks, directories", Words.size(usage.otherBytes()));
    sums.row("total", Words.size(usage.totalBytes()));
    sums.print(out);
  }

  private static Table images(DiskUsage usage) {
    var table =
        new Table("REFERENCE", "DIGEST", "DOWNLOAD", "EROFS", "ALLOCATED", "SHARED", "UNIQUE");
    for (var image : usage.images()) {
      int more = image.references().size() - 1;
      table.row(
          image.references().getFirst()
              + (more == 0 ? "" : " and " + Words.count(more, "more name")),
          Words.shortDigest(image.manifestDigest()),
          Words.size(image.downloadBytes()),
          Words.size(image.erofsBytes()),
          Words.size(image.allocatedBytes()),
          Words.size(image.sharedBytes()),
          Words.size(image.uniqueBytes()));
    }
    return table;
  }

  private static Table layers(DiskUsage usage) {
    var table = new Table("LAYER", "DOWNLOAD", "EROFS", "ALLOCATED", "IMAGES");
    for (var layer : usage.layers()) {
      var images = layer.images().stream().map(Words::shortDigest).toList();
      table.row(
          Words.shortDigest(layer.diffId()),
          Words.size(layer.downloadBytes()),
          Words.size(layer.erofsBytes()),
          Words.size(layer.allocatedBytes()),
          images.isEmpty() ? Words.UNKNOWN : String.join(" ", images));
    }
    return table;
  }
}
