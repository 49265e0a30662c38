// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Pulls the lab's images with larder and with its peer, cold and in turns, from one registry that
 * it starts for the purpose, beside the floor, and tells all about each.
 */
final class PullSideBySide {
  private PullSideBySide() {}

  /**
   * Prints what each image took.
   *
   * @param arguments the launcher {@code larder}, the peer's {@code msb}, the number of turns, then
   *     the images' tags
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 4) {
      System.err.println("usage: side-by-side MSB TURNS TAG...");
      System.exit(2);
    }
    var commands = new Commands(arguments[0], arguments[1]);
    Consumer<String> details = System.out::println;
    try (var bench = new Workbench(commands, Integer.parseInt(arguments[2]), details)) {
      for (String tag : List.of(arguments).subList(3, arguments.length)) {
        ColdPull.ofLab(tag, List.of(), List.of()).measure(bench);
      }
    }
  }
}
