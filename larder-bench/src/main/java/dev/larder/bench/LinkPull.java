// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * Pulls {@code devbox} over slow links, its big layer in ranges at once and in one stream, in
 * turns.
 */
final class LinkPull {
  private static final String TAG = "devbox";
  private static final int RANGES = 4;
  private static final Duration ONE_WAY = Duration.ofMillis(20);
  private static final long LINK_BITS = 200_000_000;
  private static final String IN_RANGES = RANGES + " ranges";
  private static final String IN_ONE = "one stream";

  private LinkPull() {}

  /**
   * Prints the table.
   *
   * @param arguments the launcher {@code larder}, and the number of turns
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length != 2) {
      System.err.println("usage: link TURNS");
      System.exit(2);
    }
    var commands = new Commands(arguments[0], "");
    int turns = Integer.parseInt(arguments[1]);
    System.out.println("| link | one stream | " + IN_RANGES + " | of one stream |");
    System.out.println("| --- | --- | --- | --- |");
    try (var bench = new Workbench(commands, turns, details -> {})) {
      RegistryImage image = bench.registry().lab(TAG);
      measure(bench, image, "40 ms, 200 Mbit/s", LINK_BITS);
      measure(bench, image, "the same, 50 Mbit/s for each connection", LINK_BITS / 4);
    }
  }

  private static void measure(Workbench bench, RegistryImage image, String name, long bitsOfEach)
      throws IOException, InterruptedException {
    var capacity = new SlowLink.Capacity(ONE_WAY, LINK_BITS, bitsOfEach);
    String address = image.reference().substring(0, image.reference().indexOf('/'));
    int port = Integer.parseInt(address.substring(address.indexOf(':') + 1));
    try (var link = SlowLink.to(port, capacity)) {
      String reference = image.reference().replace(address, link.address());
      var results =
          new Turns(bench.directory("link"), bench.turns())
              .run(
                  List.of(
                      contender(bench, IN_ONE, reference, 1),
                      contender(bench, IN_RANGES, reference, RANGES)));
      Samples one = Samples.of(results.getOrDefault(IN_ONE, List.of()), Measurement::wallSeconds);
      Samples ranges =
          Samples.of(results.getOrDefault(IN_RANGES, List.of()), Measurement::wallSeconds);
      System.out.println(
          "| %s | %.1f s | %.1f s | %.2f |"
              .formatted(name, one.median(), ranges.median(), ranges.median() / one.median()));
    }
  }

  private static Contender contender(Workbench bench, String name, String reference, int ranges) {
    Contender pull =
        bench
            .commands()
            .larder("pull", "-q", "--parallel-ranges", String.valueOf(ranges), reference);
    return new Contender(name, List.of(), pull.command(), List.of(), pull.environment());
  }
}
