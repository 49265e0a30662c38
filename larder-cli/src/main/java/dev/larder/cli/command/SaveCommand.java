// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.ImageCache;
import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Words;
import dev.larder.model.SaveOptions;
import dev.larder.model.SaveReport;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;

/** {@code save -o FILE REF…}: writes images into an archive. */
final class SaveCommand implements Command {
  private static final Path STANDARD_OUTPUT = Path.of("-");

  private final OptionSpec target =
      OptionSpec.builder("-o", "--output")
          .type(Path.class)
          .converters(Options.converter(Options::path))
          .required(true)
          .paramLabel("FILE|-")
          .description(
              "Archive to write, replaced when the new one is whole; - is standard output.")
          .build();
  private final OptionSpec archive =
      Options.choice(SaveOptions.Format.OCI, "Kind of archive", "--archive");
  private final OptionSpec original =
      Options.flag(
          "Fetch the original layers from the image's registry, so that every digest stays.",
          "--original");
  private final PositionalParamSpec references = Options.parameters("REF", "Image to save.");
  private final CommandSpec spec =
      Options.command(this, "save", "Save images to an archive, for load and for other tools.");
  private final Output output = new Output(spec, "Print nothing but warnings.");
  private final RegistryArguments registry = new RegistryArguments(spec);

  SaveCommand() {
    spec.addOption(target).addOption(archive).addOption(original).addPositional(references);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    boolean toStream = target.<Path>getValue().equals(STANDARD_OUTPUT);
    if (toStream && output.isJson()) {
      throw wrongUsage("--format json needs standard output for itself; say -o FILE");
    }
    if (toStream && invocation.streams().outTerminal().size().isPresent()) {
      throw wrongUsage("an archive is nothing for a terminal; say -o FILE");
    }
    var options = options();
    SaveReport report;
    try (var cache = registry.openCache(invocation, references.getValue())) {
      report = save(invocation, cache, options, toStream);
    }
    if (output.isJson()) {
      Json.printObject(
          invocation.out(),
          json -> ImageJson.saved(json, target.<Path>getValue().toString(), report));
    } else if (!toStream && !output.isQuiet()) {
      report.images().forEach(image -> invocation.out().println(image.reference()));
    }
    warn(invocation.err(), report);
    return ExitStatus.DONE;
  }

  private SaveOptions options() {
    try {
      return new SaveOptions(
          archive.getValue(),
          original.<Boolean>getValue() ? SaveOptions.Layers.ORIGINAL : SaveOptions.Layers.PACKED);
    } catch (IllegalArgumentException e) {
      throw new ParameterException(
          spec.commandLine(), "--original needs --archive oci: " + e.getMessage(), e);
    }
  }

  private SaveReport save(
      Invocation invocation, ImageCache cache, SaveOptions options, boolean toStream) {
    List<String> wanted = references.getValue();
    return toStream
        ? cache.save(new Checked(invocation.out()), wanted, options)
        : cache.save(target.<Path>getValue(), wanted, options);
  }

  /** Who pins an image by its digest must hear of it before he looks for it in vain. */
  private static void warn(PrintStream err, SaveReport report) {
    for (var image : report.images()) {
      if (!image.isSameDigest()) {
        err.println(
            "larder: warning: "
                + Words.printable(image.reference())
                + " is saved with another digest: "
                + image.savedDigest()
                + ", not "
                + image.digest()
                + "; --original keeps it");
      }
    }
  }

  private ParameterException wrongUsage(String message) {
    return new ParameterException(spec.commandLine(), message);
  }

  /** Standard output, which keeps failures to itself until it is asked. */
  private static final class Checked extends FilterOutputStream {
    private final PrintStream stream;

    Checked(PrintStream stream) {
      super(stream);
      this.stream = stream;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      stream.write(bytes, offset, length);
      if (stream.checkError()) {
        throw new IOException("it takes no more bytes");
      }
    }
  }
}
