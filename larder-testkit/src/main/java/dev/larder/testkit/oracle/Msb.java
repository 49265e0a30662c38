// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/** The peer, microsandbox's {@code msb}, with an empty home of its own for each image. */
public final class Msb {

  private Msb() {}

  /**
   * {@return the program that the environment variable {@code LARDER_MSB} names; none is an unmet
   * {@link Requirement}}
   */
  public static Path require() {
    Path program = Path.of(System.getenv().getOrDefault("LARDER_MSB", ""));
    Requirement.that(
        Files.isRegularFile(program) && Files.isExecutable(program),
        "LARDER_MSB must name the program of msb 0.7.2");
    return program;
  }

  /**
   * Pulls an image over HTTP.
   *
   * @param program msb
   * @param home a directory without an image
   * @param reference the image
   * @return the descriptor of the disk that it made
   * @throws ToolFailedException when msb refuses the image
   * @throws IOException when it cannot run
   */
  public static Path pull(Path program, Path home, String reference) throws IOException {
    Tool.require("env")
        .withEnvironment("MSB_HOME", home.toString())
        .run(program.toString(), "pull", "--insecure", "-q", reference);
    try (Stream<Path> files = Files.list(home.resolve("cache/vmdk"))) {
      List<Path> disks = files.filter(file -> file.toString().endsWith(".vmdk")).toList();
      if (disks.size() != 1) {
        throw new IOException("not one disk in " + home + ": " + disks);
      }
      return disks.getFirst();
    }
  }
}
