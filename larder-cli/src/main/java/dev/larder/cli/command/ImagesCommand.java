// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.ImageFilter;
import dev.larder.model.ImageHandle;
import dev.larder.oci.Digest;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code images}: lists what the cache has, the newest first. */
final class ImagesCommand implements Command {
  private final CommandSpec spec = Options.command(this, "images", "List images.");
  private final Output output = new Output(spec, "Print digests only, each once.");
  private final OptionSpec filters =
      Filters.option("List only images that match; may be repeated.");
  private final OptionSpec digests = Options.flag("Print digests in full.", "--digests");

  ImagesCommand() {
    spec.addOption(filters).addOption(digests);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    List<ImageHandle> images;
    try (var cache = invocation.openCache()) {
      images = cache.list(filters.<List<ImageFilter>>getValue());
    }
    var out = invocation.out();
    if (output.isJson()) {
      Json.printArray(out, images, ImageJson::handle);
    } else if (output.isQuiet()) {
      images.stream().map(this::digest).distinct().forEach(out::println);
    } else {
      table(images, invocation).print(out);
    }
    return ExitStatus.DONE;
  }

  private Table table(List<ImageHandle> images, Invocation invocation) {
    var table =
        new Table("REFERENCE", "DIGEST", "PLATFORM", "LAYERS", "SIZE", "CREATED", "LAST USED");
    var now = invocation.now();
    for (var image : images) {
      table.row(
          image.reference(),
          digest(image),
          ImageText.platform(image),
          String.valueOf(image.layerCount()),
          Words.size(image.sizeBytes()),
          Words.ago(image.createdAt().orElse(null), now),
          Words.ago(image.lastUsedAt().orElse(null), now));
    }
    return table;
  }

  private String digest(ImageHandle image) {
    boolean full = digests.<Boolean>getValue();
    return image
        .manifestDigest()
        .map(full ? Digest::toString : Words::shortDigest)
        .orElse(Words.UNKNOWN);
  }
}
