// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.regex.Pattern;

/** What the kernel logged about EROFS since a moment. Needs root. */
public final class Dmesg {

  /** As in {@code kern :err : [ 12.5] erofs (device loop0): ...}. */
  private static final Pattern TROUBLE =
      Pattern.compile("^\\w+ *:(emerg|alert|crit|err|warn) *:.*");

  private final String mark;

  private Dmesg(String mark) {
    this.mark = mark;
  }

  /**
   * {@return a mark in the log, from now on}
   *
   * @throws IOException when the log cannot be written
   */
  public static Dmesg mark() throws IOException {
    Requirement.root();
    String mark = "testkit-mark-" + UUID.randomUUID();
    Files.writeString(Path.of("/dev/kmsg"), "<6>" + mark + "\n");
    return new Dmesg(mark);
  }

  /**
   * {@return the lines since the mark that report EROFS trouble with a device}
   *
   * @param device the device's name, as in {@code loop0}
   * @throws IOException when the log cannot be read
   */
  public List<String> erofsErrors(String device) throws IOException {
    String log = Tool.require("dmesg").run("--decode").text();
    return log.substring(Math.max(0, log.lastIndexOf(mark)))
        .lines()
        .filter(line -> line.contains("erofs") && line.contains("device " + device + ")"))
        .filter(line -> TROUBLE.matcher(line).matches())
        .toList();
  }
}
