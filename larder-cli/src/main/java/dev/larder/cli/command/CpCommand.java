// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.FileJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Words;
import dev.larder.model.CopyReport;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code cp REF:PATH DEST}: copies files out of an image. */
final class CpCommand implements Command {
  private final PositionalParamSpec source =
      Options.parameter(0, "REF:PATH", "Image, and the file or directory in it: app:1:/etc.");
  private final PositionalParamSpec destination =
      Options.parameter(1, "DEST", "Directory to copy into, or name of the copy.").toBuilder()
          .type(Path.class)
          .converters(Options.converter(Options::path))
          .build();
  private final OptionSpec follow =
      Options.flag("If PATH is a symbolic link, copy what it leads to.", "-L", "--follow-link");
  private final CommandSpec spec =
      Options.command(this, "cp", "Copy files out of an image, links and times as they are.");
  private final Output output = new Output(spec, "Print nothing.");

  CpCommand() {
    spec.addOption(follow).addPositional(source).addPositional(destination);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    String text = source.getValue();
    // A reference has no ":/", and a path that begins with a slash may have as many as it likes.
    int colon = text.indexOf(":/");
    if (colon <= 0) {
      throw new ParameterException(
          spec.commandLine(), "an image and an absolute path in it, REF:/PATH, not '" + text + "'");
    }
    CopyReport report;
    try (var cache = invocation.openCache();
        var files = cache.files(text.substring(0, colon))) {
      String path = text.substring(colon + 1);
      Path to = destination.getValue();
      report = follow.<Boolean>getValue() ? files.copyFollowed(path, to) : files.copy(path, to);
    }
    report(invocation, report);
    return report.skipped().isEmpty() ? ExitStatus.DONE : ExitStatus.FAILED;
  }

  private void report(Invocation invocation, CopyReport report) {
    for (var skipped : report.skipped()) {
      invocation
          .err()
          .println(
              "larder: warning: left out "
                  + Words.printable(skipped.path())
                  + ": "
                  + skipped.reason());
    }
    if (output.isJson()) {
      Json.printObject(invocation.out(), json -> FileJson.copied(json, report));
    } else if (!output.isQuiet()) {
      invocation
          .out()
          .println(
              "copied "
                  + Words.count(report.files(), "file")
                  + " ("
                  + Words.size(report.bytes())
                  + "), "
                  + Words.count(report.symlinks(), "symbolic link")
                  + " and "
                  + (report.directories() == 1
                      ? "1 directory"
                      : report.directories() + " directories"));
    }
  }
}
