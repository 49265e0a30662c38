// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.model.ImageHandle;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code tag REF NEW}: gives an image a further name. */
final class TagCommand implements Command {
  private final PositionalParamSpec reference = Options.parameter(0, "REF", "Image to name.");
  private final PositionalParamSpec name =
      Options.parameter(1, "NEW", "Its further name; if another image has it, it moves.");
  private final CommandSpec spec = Options.command(this, "tag", "Give an image a further name.");
  private final Output output = new Output(spec, "Print nothing.");

  TagCommand() {
    spec.addPositional(reference).addPositional(name);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    ImageHandle image;
    try (var cache = invocation.openCache()) {
      image = cache.tag(reference.getValue(), name.getValue());
    }
    if (output.isJson()) {
      Json.printObject(invocation.out(), json -> ImageJson.handle(json, image));
    } else if (!output.isQuiet()) {
      invocation.out().println(image.reference());
    }
    return ExitStatus.DONE;
  }
}
