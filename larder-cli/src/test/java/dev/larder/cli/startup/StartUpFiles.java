// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.startup;

import java.io.IOException;
import java.nio.file.Path;

/** Completes the packaged command with what makes it start fast. */
final class StartUpFiles {
  private StartUpFiles() {}

  /**
   * Makes them. The order matters: an AOT cache fits the very jars that it was made from.
   *
   * @param arguments the directory with {@code larder-cli.jar} and {@code lib}, and the directory
   *     with the launcher's JVM options
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    var directory = Path.of(arguments[0]);
    VerifiedClasses.rewriteJars(directory.resolve("lib"));
    SqliteLibrary.unpack(directory.resolve("native"));
    new AotCaches(directory, Path.of(arguments[1])).make();
  }
}
