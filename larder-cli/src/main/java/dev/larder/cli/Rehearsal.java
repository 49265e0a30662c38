// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Runs one command after the other in one process. The build does so to make the AOT cache, which
 * keeps what a process has loaded and compiled, and belongs to the module that it ran.
 */
public final class Rehearsal {
  private Rehearsal() {}

  /**
   * Runs the commands of standard input: a line has the exit status that is expected, and the
   * arguments, with tabs between them. Ends as a command that fails does, which is rehearsed too.
   */
  @SuppressWarnings("SystemExitOutsideMain") // this is main
  public static void main(String[] arguments) throws IOException {
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      var words = List.of(line.split("\t"));
      var command = words.subList(1, words.size());
      int status = Main.run(command);
      if (status != Integer.parseInt(words.getFirst())) {
        throw new IllegalStateException(command + " ended with status " + status);
      }
    }
    System.exit(0);
  }
}
