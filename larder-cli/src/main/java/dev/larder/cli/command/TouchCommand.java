// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageCache;
import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.model.ImageHandle;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code touch REF…}: notes that images are used now. */
final class TouchCommand implements Command {
  private final PositionalParamSpec references =
      Options.parameters("REF", "Image that is used now.");
  private final CommandSpec spec =
      Options.command(
          this, "touch", "Note that images are used now, so that prunes by last use spare them.");
  private final Output output = new Output(spec, "Print nothing.");

  TouchCommand() {
    spec.addPositional(references);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    try (var cache = invocation.openCache()) {
      var touched =
          Batch.run(
              invocation, references.getValue(), reference -> touch(invocation, cache, reference));
      if (output.isJson()) {
        Json.printArray(invocation.out(), touched.done(), ImageJson::handle);
      }
      return touched.status();
    }
  }

  private ImageHandle touch(Invocation invocation, ImageCache cache, String reference) {
    var image = cache.touch(reference);
    if (!output.isJson() && !output.isQuiet()) {
      invocation.out().println(image.reference());
    }
    return image;
  }
}
