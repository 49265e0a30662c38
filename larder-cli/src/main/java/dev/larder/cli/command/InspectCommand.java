// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.ImageJson;
import dev.larder.cli.output.Json;
import dev.larder.cli.output.Table;
import dev.larder.cli.output.Words;
import dev.larder.model.ImageDetail;
import java.io.PrintStream;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** {@code inspect REF}: everything that is known of an image. */
final class InspectCommand implements Command {
  private final PositionalParamSpec reference = Options.parameter(0, "REF", "Image to show.");
  private final CommandSpec spec =
      Options.command(this, "inspect", "Show an image with its config and layers.");
  private final Output output = new Output(spec, "Print the digest only.");

  InspectCommand() {
    spec.addPositional(reference);
  }

  @Override
  public CommandSpec spec() {
    return spec;
  }

  @Override
  public ExitStatus run(Invocation invocation) {
    ImageDetail image;
    try (var cache = invocation.openCache()) {
      image = cache.inspect(reference.getValue());
    }
    if (output.isJson()) {
      Json.printObject(invocation.out(), json -> ImageJson.detail(json, image));
    } else if (output.isQuiet()) {
      invocation.out().println(digest(image));
    } else {
      print(invocation, image);
    }
    return ExitStatus.DONE;
  }

  private static String digest(ImageDetail image) {
    return image.manifestDigest().map(Object::toString).orElse(Words.UNKNOWN);
  }

  private static void print(Invocation invocation, ImageDetail image) {
    PrintStream out = invocation.out();
    var now = invocation.now();
    ImageText.line(out, "Reference", image.reference());
    ImageText.line(out, "Digest", digest(image));
    ImageText.line(out, "Platform", ImageText.platform(image.handle()));
    ImageText.line(out, "Size", Words.size(image.sizeBytes()));
    ImageText.line(out, "Created", Words.ago(image.createdAt().orElse(null), now));
    ImageText.line(out, "Last used", Words.ago(image.lastUsedAt().orElse(null), now));
    ImageText.printConfig(out, image.config());
    out.println();
    var layers = new Table("LAYER", "DIFF ID", "BLOB", "COMPRESSED", "EROFS", "MEDIA TYPE");
    for (var layer : image.layers()) {
      layers.row(
          String.valueOf(layer.position()),
          Words.shortDigest(layer.diffId().digest()),
          Words.shortDigest(layer.blobDigest()),
          Words.size(layer.compressedSizeBytes()),
          Words.size(layer.erofsSizeBytes()),
          layer.mediaType());
    }
    layers.print(out);
  }
}
