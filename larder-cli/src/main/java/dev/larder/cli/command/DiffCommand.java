// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.FileJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Words;
import dev.larder.model.FileChange;
import dev.larder.model.FileChange.Aspect;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code diff REF REF}: what differs between the files of two images. */
final class DiffCommand implements Command {
  private final PositionalParamSpec before = Options.parameter(0, "REF", "Image to compare.");
  private final PositionalParamSpec after =
      Options.parameter(1, "REF", "Image to compare it with.");
  private final OptionSpec times =
      Options.flag("Show also what differs in its time alone.", "--times");
  private final CommandSpec spec =
      Options.command(this, "diff", "Show what differs between the files of two images.");
  private final Output output = new Output(spec, "Print paths only.");

  DiffCommand() {
    spec.addOption(times).addPositional(before).addPositional(after);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    List<FileChange> changes;
    try (var cache = invocation.openCache();
        var left = cache.files(before.getValue());
        var right = cache.files(after.getValue())) {
      changes = left.compare(right).stream().filter(this::isShown).toList();
    }
    var out = invocation.out();
    if (output.isJson()) {
      Json.printArray(out, changes, FileJson::change);
    } else {
      changes.forEach(change -> out.println(Words.printable(line(change))));
    }
    return ExitStatus.DONE;
  }

  private boolean isShown(FileChange change) {
    return times.<Boolean>getValue() || !change.aspects().equals(Set.of(Aspect.TIME));
  }

  /** As docker has it: the letter of the kind, and the path. */
  private String line(FileChange change) {
    if (output.isQuiet()) {
      return change.path();
    }
    return switch (change.kind()) {
      case ADDED -> "A " + change.path();
      case REMOVED -> "D " + change.path();
      case CHANGED ->
          "C "
              + change.path()
              + change.aspects().stream()
                  .map(Words::constant)
                  .collect(Collectors.joining(",", " (", ")"));
    };
  }
}
