// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.ImageCache;
import dev.larder.model.ImageFilter;
import dev.larder.model.PrunePolicy;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * The packaged command, killed at random times as {@code kill -9} does: what is left is the truth,
 * and the next prune takes the rest. {@code -Dlarder.commandKillRounds=200} does it more often.
 */
final class KilledLauncherTest {
  private static final int ROUNDS = Integer.getInteger("larder.commandKillRounds", 4);
  private static final Path ROOT =
      Path.of(System.getProperty("basedir", "")).toAbsolutePath().resolve("..").normalize();

  /** Removes no image, and what no image has. */
  private static final PrunePolicy LEFTOVERS =
      PrunePolicy.unused().withFilters(List.of(new ImageFilter.ReferencePattern("no/image")));

  @TempDir private Path directory;

  @Test
  void command_killedAtRandomTimes_leavesTruth() throws Exception {
    long seed = Long.getLong("larder.seed", System.nanoTime());
    System.out.println("seed " + seed);
    var random = new Random(seed);
    var home = directory.resolve("home");
    try (var registry = TestRegistry.start()) {
      var commands = commands(registry);
      int killed = 0;
      for (int round = 0; round < ROUNDS; round++) {
        var command = commands.get(random.nextInt(commands.size()));
        killed += killed(home, command, random.nextInt(1500)) ? 1 : 0;
        requireTruth(home, "round " + round + ", killed in " + command);
      }
      System.out.println(killed + " of " + ROUNDS + " were killed before their end");
      for (var command : commands) {
        assertThat(killed(home, command, 60_000)).isFalse();
      }
      requireTruth(home, "at the end");
    }
  }

  private List<List<String>> commands(TestRegistry registry) throws IOException {
    var commands = new ArrayList<List<String>>();
    for (int i = 0; i < 3; i++) {
      BuiltImages.put(registry, "app", String.valueOf(i), image(i));
      commands.add(List.of("pull", "--policy", "always", registry.reference("app:" + i)));
    }
    var archive = directory.resolve("archive.tar");
    new ImageArchive().add("loaded:1", image(3)).writeOciArchive(archive);
    commands.add(List.of("load", "-i", archive.toString()));
    commands.add(List.of("rmi", registry.reference("app:0")));
    commands.add(List.of("prune", "--yes"));
    commands.add(List.of("verify", "--repair", "--deep"));
    commands.add(List.of("sandbox", "create", "web", registry.reference("app:1")));
    commands.add(List.of("sandbox", "rm", "web"));
    return commands;
  }

  /** Layers of some size, the first of which all have: a pull takes about as long as the JVM. */
  private static TestImage image(int number) {
    var image = new ImageBuilder();
    for (int seed : List.of(0, 10 + number, 20 + number % 2)) {
      var random = new Random(seed);
      var layer = new TarBuilder();
      for (int i = 0; i < 40; i++) {
        byte[] noise = new byte[random.nextInt(400_000)];
        random.nextBytes(noise);
        layer.file("dir-" + seed + "/file-" + i, noise);
      }
      image.layer(layer);
    }
    return image.build();
  }

  /** Runs the command; says whether it was killed before its end. */
  private static boolean killed(Path home, List<String> command, long afterMillis)
      throws Exception {
    var whole = new ArrayList<>(List.of(ROOT.resolve("larder").toString(), "--home"));
    whole.add(home.toString());
    whole.addAll(command);
    // The script becomes the JVM: there is one process to kill.
    var process =
        new ProcessBuilder(whole)
            .redirectOutput(Redirect.DISCARD)
            .redirectError(Redirect.DISCARD)
            .start();
    try {
      return !process.waitFor(afterMillis, TimeUnit.MILLISECONDS);
    } finally {
      process.destroyForcibly().onExit().join();
    }
  }

  private static void requireTruth(Path home, String when) throws IOException {
    if (!Files.exists(home)) {
      return;
    }
    try (var cache = ImageCache.open(home)) {
      assertThat(cache.verify(VerifyLevel.DEEP).unsound()).as(when).isEmpty();
      long leftoverBytes = cache.planPrune(LEFTOVERS).leftoverBytes();
      assertThat(cache.prune(LEFTOVERS).bytesReclaimed()).as(when).isEqualTo(leftoverBytes);
      assertThat(cache.diskUsage().leftoverBytes()).as(when).isZero();
      int images =
          (int) cache.list().stream().map(image -> image.manifestDigest()).distinct().count();
      int layers = cache.diskUsage().layers().size();
      assertThat(TestLarder.files(home)).as(when).hasSize(2 * images + layers);
    }
  }
}
