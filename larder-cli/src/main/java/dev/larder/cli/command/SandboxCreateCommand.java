// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.SandboxDetail;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code sandbox create NAME REF}: pins an image, pulled if it is missing. */
final class SandboxCreateCommand implements Command {
  private final PositionalParamSpec name = Options.parameter(0, "NAME", "Name of the sandbox.");
  private final PositionalParamSpec reference =
      Options.parameter(1, "REF", "Its image, pulled if it is missing.");
  private final OptionSpec policy =
      Options.choice(PullPolicy.IF_MISSING, "When to ask the registry", "--policy");
  private final CommandSpec spec =
      Options.command(this, "create", "Pin an image under a sandbox's name.");
  private final SandboxOutput output = new SandboxOutput(spec);
  private final SourceArguments source = new SourceArguments(spec, output.output());
  private final RegistryArguments registry = new RegistryArguments(spec);

  SandboxCreateCommand() {
    spec.addOption(policy).addPositional(name).addPositional(reference);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    output.print(invocation, create(invocation));
    return ExitStatus.DONE;
  }

  private SandboxDetail create(Invocation invocation) {
    String image = reference.getValue();
    try (var cache = registry.openCache(invocation, List.of(image));
        var progress = source.openProgress(invocation)) {
      return cache
          .sandboxes()
          .create(
              name.getValue(),
              image,
              new PullOptions(policy.getValue(), source.platform(), progress));
    } catch (IllegalArgumentException e) {
      throw new ParameterException(spec.commandLine(), String.valueOf(e.getMessage()), e);
    }
  }
}
