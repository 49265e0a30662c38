// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageCache;
import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.progress.Progress;
import dev.larder.model.ImageHandle;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code pull REF…}: fetches images, and prints their names. */
final class PullCommand implements Command {
  private final PositionalParamSpec references =
      Options.parameters("REF", "Image to pull, such as python:3.12 or host:5000/app@sha256:...");
  private final OptionSpec policy =
      Options.choice(PullPolicy.IF_MISSING, "When to ask the registry", "--policy");
  private final CommandSpec spec = Options.command(this, "pull", "Pull images from registries.");
  private final Output output = new Output(spec, "Print references only, no progress.");
  private final SourceArguments source = new SourceArguments(spec, output);
  private final RegistryArguments registry = new RegistryArguments(spec);

  PullCommand() {
    spec.addOption(policy).addPositional(references);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    List<String> wanted = references.getValue();
    try (var cache = registry.openCache(invocation, wanted)) {
      var pulled = Batch.run(invocation, wanted, reference -> pull(invocation, cache, reference));
      if (output.isJson()) {
        Json.printArray(invocation.out(), pulled.done(), ImageJson::handle);
      }
      return pulled.status();
    }
  }

  private ImageHandle pull(Invocation invocation, ImageCache cache, String reference) {
    ImageHandle image;
    try (Progress progress = source.openProgress(invocation)) {
      image =
          cache.pull(reference, new PullOptions(policy.getValue(), source.platform(), progress));
    }
    if (!output.isJson()) {
      invocation.out().println(image.reference());
    }
    return image;
  }
}
