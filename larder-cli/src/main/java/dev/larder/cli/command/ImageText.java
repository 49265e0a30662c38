// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Words;
import dev.larder.model.ImageConfig;
import dev.larder.model.ImageHandle;
import dev.larder.oci.image.Platform;
import java.io.PrintStream;
import java.util.List;

/** Images in text: lines with a name and a value. */
final class ImageText {
  private ImageText() {}

  static String platform(ImageHandle image) {
    if (image.os().isEmpty() && image.architecture().isEmpty()) {
      return Words.UNKNOWN;
    }
    return Platform.of(
            image.os().orElse(""), image.architecture().orElse(""), image.variant().orElse(""))
        .toString();
  }

  /** Prints what an image says of running it; what it does not say is left out. */
  static void printConfig(PrintStream out, ImageConfig config) {
    line(out, "Config", config.digest().toString());
    line(out, "Entrypoint", words(config.entrypoint()));
    line(out, "Cmd", words(config.cmd()));
    line(out, "WorkingDir", config.workingDir());
    line(out, "User", config.user());
    line(out, "StopSignal", config.stopSignal());
    list(out, "Env", config.env());
    list(
        out,
        "Labels",
        config.labels().entrySet().stream()
            .map(label -> label.getKey() + "=" + label.getValue())
            .toList());
  }

  /** Words with blanks in them are quoted, so that one can tell where each ends. */
  private static String words(List<String> words) {
    var quoted =
        words.stream()
            .map(word -> word.isEmpty() || word.contains(" ") ? "\"" + word + "\"" : word)
            .toList();
    return String.join(" ", quoted);
  }

  static void line(PrintStream out, String name, String value) {
    if (!value.isEmpty()) {
      out.println("%-12s %s".formatted(name + ":", Words.printable(value)));
    }
  }

  private static void list(PrintStream out, String name, List<String> values) {
    if (!values.isEmpty()) {
      out.println(name + ":");
      values.forEach(value -> out.println("  " + Words.printable(value)));
    }
  }
}
