// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageCache;
import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.model.ImageHandle;
import dev.larder.model.LoadOptions;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Function;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** {@code load -i ARCHIVE}: takes images from an archive, and prints their names. */
final class LoadCommand implements Command {
  private static final Path STANDARD_INPUT = Path.of("-");

  private final OptionSpec input =
      OptionSpec.builder("-i", "--input")
          .type(Path.class)
          .converters(Options.converter(Options::path))
          .required(true)
          .paramLabel("FILE|DIR|-")
          .description(
              "OCI layout (directory or tar) or docker-save archive, compressed or not;"
                  + " - is standard input.")
          .build();
  private final OptionSpec tags =
      Options.repeated(
          String.class,
          Function.identity(),
          "REF",
          "Further name for the first image of the archive.",
          "--tag");
  private final CommandSpec spec = Options.command(this, "load", "Load images from an archive.");
  private final Output output = new Output(spec, "Print references only, no progress.");
  private final SourceArguments source = new SourceArguments(spec, output);
  private final LimitArguments limits = new LimitArguments(spec);

  LoadCommand() {
    spec.addOption(input).addOption(tags);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    try (var cache = ImageCache.open(limits.apply(invocation.cacheOptions()))) {
      var loaded = load(invocation, cache);
      if (output.isJson()) {
        Json.printArray(invocation.out(), loaded, ImageJson::handle);
      } else {
        loaded.forEach(image -> invocation.out().println(image.reference()));
      }
    }
    return ExitStatus.DONE;
  }

  private List<ImageHandle> load(Invocation invocation, ImageCache cache) {
    Path archive = input.getValue();
    try (var progress = source.openProgress(invocation)) {
      var options = new LoadOptions(source.platform(), tags.<List<String>>getValue(), progress);
      return archive.equals(STANDARD_INPUT)
          ? cache.load(invocation.streams().in(), options)
          : cache.load(archive, options);
    }
  }
}
