// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCases;
import dev.larder.testkit.hostile.TarMutator;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.oracle.FsckErofs;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changed tars are converted or refused with a type of ours, and soon; what is converted can be
 * merged and read. {@code -Dlarder.mutants=N} tries more.
 */
final class HostileTarTest {
  private static final int MUTANTS = Integer.getInteger("larder.mutants", 2_000);
  private static final long SEED = Long.getLong("larder.mutantSeed", 71);
  private static final int LARGEST_TAR = 1 << 16;
  private static final int JUDGED_ONE_OF = 100;

  /** A changed size may ask for much, and reading that back would take long. */
  private static final LayerLimits LIMITS =
      LayerLimits.DEFAULT.withBytesPerFile(1 << 22).withBytesPerLayer(1 << 24);

  /** What mutants are laid over: names that they have too, of all types. */
  private static final TarBuilder BELOW =
      new TarBuilder()
          .directory("a/")
          .file("a/b", "b")
          .directory("d/e/")
          .file("f", "f")
          .symlink("lib", "usr/lib")
          .symlink("loop", "loop")
          .directory("usr/lib/")
          .file("usr/lib/x", "x")
          .hardLink("h", "f")
          .directory("foo/")
          .file("foo/old", "old")
          .symlink("s", "/d");

  @TempDir private Path temporary;
  private Path below;

  @BeforeEach
  void convertWhatIsBelow() throws IOException {
    below = temporary.resolve("below");
    try (var out = create(below)) {
      LayerConverter.convert(new ByteArrayInputStream(BELOW.toByteArray()), out, LIMITS);
    }
  }

  @Test
  void convert_mutatedTars_convertedOrRefused() {
    List<byte[]> tars = tars();
    var random = new Random(SEED);
    var mutator = new TarMutator(random);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60 + MUTANTS / 100),
        () -> {
          int converted = 0;
          for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.mutant(tars.get(random.nextInt(tars.size())));
            converted += tryTo(mutant, i) ? 1 : 0;
          }
          assertThat(converted).isBetween(MUTANTS / 10, MUTANTS);
        });
  }

  private static List<byte[]> tars() {
    var tars = new ArrayList<byte[]>();
    for (LayerCase layers : LayerCases.all()) {
      for (TarBuilder layer : layers.layers().subList(0, Math.min(3, layers.layers().size()))) {
        byte[] tar = layer.toByteArray();
        if (tar.length <= LARGEST_TAR) {
          tars.add(tar);
        }
      }
    }
    return tars;
  }

  private boolean tryTo(byte[] tar, int round) throws IOException {
    Path layer = temporary.resolve("layer");
    Path fsmeta = temporary.resolve("fsmeta");
    Files.deleteIfExists(layer);
    Files.deleteIfExists(fsmeta);
    try {
      try (var out = create(layer)) {
        LayerConverter.convert(new ByteArrayInputStream(tar), out, LIMITS);
      }
      try (var out = create(fsmeta)) {
        FsmetaWriter.write(List.of(LayerTree.read(below), LayerTree.read(layer)), out);
      }
      requireSound(layer, fsmeta, round);
      return true;
    } catch (LayerFormatException | LayerConflictException refused) {
      return false;
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      return fail("seed %d, round %d: %s".formatted(SEED, round, encoded(tar)), e);
    }
  }

  private void requireSound(Path layer, Path fsmeta, int round) throws IOException {
    try (var image = ErofsImage.open(fsmeta, List.of(below, layer))) {
      ErofsDump.dump(image, ErofsDump.Content.SHA256);
    }
    if (round % JUDGED_ONE_OF == 0) {
      FsckErofs.check(layer);
      FsckErofs.check(fsmeta, below, layer);
    }
  }

  private static String encoded(byte[] tar) {
    return Base64.getEncoder().encodeToString(tar);
  }

  private static FileChannel create(Path file) throws IOException {
    return FileChannel.open(file, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
  }
}
