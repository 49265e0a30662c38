// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCase.Outcome;
import dev.larder.testkit.cases.LayerCases;
import dev.larder.testkit.oracle.ConcatenatedDisk;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.Msb;
import dev.larder.testkit.oracle.Tool;
import dev.larder.testkit.oracle.ToolFailedException;
import dev.larder.testkit.oracle.TreeEntry;
import dev.larder.testkit.oracle.TreeListing;
import dev.larder.testkit.oracle.Trees;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Pulls every case of the corpus with larder and with its peer, mounts what they made and compares
 * it with what the case must give.
 */
final class CasesSideBySide {
  private static final String RIGHT = "right";
  private static final int MOST_CHARACTERS = 110;

  private final Path scratch;
  private final String larder;
  private final Path msb;

  private CasesSideBySide(Path scratch, String larder, Path msb) {
    this.scratch = scratch;
    this.larder = larder;
    this.msb = msb;
  }

  /** Pulls an image into an empty home, and names the disk's descriptor. */
  @FunctionalInterface
  private interface Puller {
    Path pull(Path home, String reference) throws IOException;
  }

  /**
   * Prints a line for each case, and the scores.
   *
   * @param arguments the launcher {@code larder}, and the peer's {@code msb}
   */
  public static void main(String[] arguments) throws IOException {
    if (arguments.length != 2) {
      System.err.println("usage: CasesSideBySide LARDER MSB");
      System.exit(2);
    }
    Path scratch = Files.createTempDirectory("larder-cases");
    try {
      new CasesSideBySide(scratch, arguments[0], Path.of(arguments[1])).run();
    } finally {
      Trees.delete(scratch);
    }
  }

  private void run() throws IOException {
    int ours = 0;
    int theirs = 0;
    List<LayerCase> cases = LayerCases.all();
    for (LayerCase layers : cases) {
      String larderGives;
      String msbGives;
      // One registry for each, so that a case is the only one its memory holds.
      try (var registry = TestRegistry.start()) {
        BuiltImages.put(registry, "case", "1", layers.image());
        String reference = registry.reference("case:1");
        larderGives = judged(layers, reference, this::pullByLarder);
        msbGives = judged(layers, reference, (home, name) -> Msb.pull(msb, home, name));
      }
      ours += larderGives.equals(RIGHT) ? 1 : 0;
      theirs += msbGives.equals(RIGHT) ? 1 : 0;
      System.out.printf(
          Locale.ROOT, "%-28s larder: %-8s msb: %s%n", layers.name(), larderGives, msbGives);
    }
    System.out.printf(Locale.ROOT, "right of %d: larder %d, msb %d%n", cases.size(), ours, theirs);
  }

  private Path pullByLarder(Path home, String reference) throws IOException {
    Tool.require("env").run(larder, "--home", home.toString(), "pull", "-q", reference);
    try (Stream<Path> files = Files.list(home.resolve("vmdk"))) {
      return files.filter(file -> file.toString().endsWith(".vmdk")).findFirst().orElseThrow();
    }
  }

  /** {@return {@link #RIGHT}, or what is wrong} */
  private String judged(LayerCase layers, String reference, Puller puller) throws IOException {
    Path home = Files.createTempDirectory(scratch, "home");
    try {
      return switch (layers.outcome()) {
        case Outcome.Gives(var tree) -> compared(puller.pull(home, reference), tree.entries());
        case Outcome.Refused refused -> {
          puller.pull(home, reference);
          yield "not refused";
        }
      };
    } catch (ToolFailedException refused) {
      return layers.outcome() instanceof Outcome.Refused
          ? RIGHT
          : shortened("refused: " + refused.result().errorText().strip());
    } finally {
      Trees.delete(home);
    }
  }

  private static String compared(Path vmdk, List<TreeEntry> wanted) throws IOException {
    Path disk = vmdk.resolveSibling("disk");
    ConcatenatedDisk.write(vmdk, disk);
    try (var mount = KernelMount.of(disk)) {
      TreeListing seen = comparable(TreeListing.of(mount.root()).entries());
      List<String> differences = seen.differencesFrom(comparable(wanted));
      List<String> errors = mount.kernelErrors();
      if (!errors.isEmpty()) {
        return shortened("the kernel complains: " + errors.getFirst());
      }
      return differences.isEmpty() ? RIGHT : shortened(differences.getFirst());
    } catch (ToolFailedException unreadable) {
      return shortened("not readable: " + unreadable.getMessage());
    } catch (IOException unmountable) {
      return shortened("not mounted: " + unmountable.getMessage());
    }
  }

  /** Without link counts of directories, which file systems may count as they like. */
  private static TreeListing comparable(List<TreeEntry> entries) {
    return TreeListing.of(
        entries.stream()
            .map(entry -> entry.type() == 'd' ? entry.withLinkCount(1) : entry)
            .toList());
  }

  private static String shortened(String text) {
    String line = text.replace('\n', ' ');
    return line.length() <= MOST_CHARACTERS ? line : line.substring(0, MOST_CHARACTERS) + "...";
  }
}
