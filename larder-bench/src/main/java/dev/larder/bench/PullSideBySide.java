// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.oracle.LabImages;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Pulls the lab's images with larder and with its peer, cold and in turns, from one registry that
 * it starts for the purpose, beside the floor: decompressing the image's layers to disk.
 */
final class PullSideBySide {
  private PullSideBySide() {}

  /**
   * Prints a table for each image.
   *
   * @param arguments the launcher {@code larder}, the peer's {@code msb}, the number of turns, then
   *     the images' tags
   */
  public static void main(String[] arguments) throws IOException, InterruptedException {
    if (arguments.length < 4) {
      System.err.println("usage: PullSideBySide LARDER MSB TURNS TAG...");
      System.exit(2);
    }
    String larder = arguments[0];
    String msb = arguments[1];
    int turns = Integer.parseInt(arguments[2]);
    LabImages lab = LabImages.require();
    Path scratch = Files.createTempDirectory("larder-bench");
    try (DockerRegistry registry = DockerRegistry.in(scratch.resolve("registry")).start()) {
      lab.pushTo(registry);
      for (String tag : List.of(arguments).subList(3, arguments.length)) {
        String reference = registry.address() + "/lab/" + tag + ":latest";
        List<Path> layers = LabLayers.of(lab, tag);
        var results =
            new Turns(scratch, turns)
                .run(List.of(larder(larder, reference), peer(msb, reference), floor(layers)));
        System.out.print(Table.of(title(tag, layers, turns), results));
        System.out.println();
      }
    } finally {
      Turns.deleteTree(scratch);
    }
  }

  private static String title(String tag, List<Path> layers, int turns) throws IOException {
    long bytes = 0;
    for (Path layer : layers) {
      bytes += Files.size(layer);
    }
    return "cold pull of " + tag + ", " + bytes / 1_000_000 + " MB, " + turns + " turns";
  }

  private static Contender larder(String launcher, String reference) {
    return new Contender(
        "larder", List.of(launcher, "--home", "{home}", "pull", "-q", reference), Map.of());
  }

  private static Contender peer(String msb, String reference) {
    return new Contender(
        "msb", List.of(msb, "pull", "--insecure", "-q", reference), Map.of("MSB_HOME", "{home}"));
  }

  /**
   * What no pull can undercut by much: ISA-L decompresses the layers, the file system takes them.
   */
  private static Contender floor(List<Path> layers) {
    List<String> shell = List.of("sh", "-c", "igzip -dc \"$@\" > {home}/layers", "sh");
    return new Contender(
        "floor",
        Stream.concat(shell.stream(), layers.stream().map(Path::toString)).toList(),
        Map.of());
  }
}
