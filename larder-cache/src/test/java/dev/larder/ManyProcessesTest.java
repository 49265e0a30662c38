// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.VerifyLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Several processes at work in one home. */
final class ManyProcessesTest {
  private static final int PROCESSES = 8;
  private static final int THREADS = 8;

  /** How long the processes of the mixed test run; longer by {@code -Dlarder.stressSeconds=300}. */
  private static final Duration STRESS =
      Duration.ofSeconds(Long.getLong("larder.stressSeconds", 5));

  /** How often a process is killed; more often by {@code -Dlarder.killRounds=200}. */
  private static final int KILL_ROUNDS = Integer.getInteger("larder.killRounds", 8);

  @TempDir private Path directory;

  private TestCache test;

  @BeforeEach
  void openCache() {
    test = new TestCache(directory);
  }

  @AfterEach
  void closeCache() {
    test.close();
  }

  @Test
  void pull_byEightProcessesOfEightThreads_fetchesEachBlobOnce() throws Exception {
    var image = TestCache.image("a", "b", "c", "d");
    String reference = test.push("app:1", image);
    var children = new ArrayList<ChildJvm>();
    try {
      for (int i = 0; i < PROCESSES; i++) {
        children.add(
            ChildJvm.start(
                PullingProcess.class,
                test.home().toString(),
                reference,
                Integer.toString(THREADS)));
      }
      for (var child : children) {
        var ended = child.await();
        assertThat(ended.status()).as(ended.output()).isZero();
      }
    } finally {
      children.forEach(ChildJvm::close);
    }

    var layers = new HashMap<String, Integer>();
    image.layers().forEach(layer -> layers.put(layer.blobDigest(), 1));
    var served = new HashMap<>(test.registry().blobsServed());
    served.remove(image.config().digest());
    assertThat(served).isEqualTo(layers);
    assertThat(HomeListing.of(test.home()).leftovers()).isEmpty();
    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
  }

  @Test
  void everything_byTwoProcessesAtOnce_endsWhole() throws Exception {
    pushMixedImages();
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var children = new ArrayList<ChildJvm>();
    try {
      for (int i = 0; i < 2; i++) {
        children.add(startMixed(seed + i, STRESS));
      }
      for (var child : children) {
        var ended = child.await(STRESS.plusMinutes(2));
        assertThat(ended.status()).as(ended.output()).isZero();
      }
    } finally {
      children.forEach(ChildJvm::close);
    }
    assertThat(HomeListing.of(test.home()).leftovers()).as("nobody crashed").isEmpty();
    requireWholeThenEmpty();
  }

  @Test
  void everything_killedAtRandomTimes_leavesTruth() throws Exception {
    pushMixedImages();
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    for (int round = 0; round < KILL_ROUNDS; round++) {
      test.registry().clearExchanges();
      try (var child = startMixed(random.nextLong(), Duration.ofMinutes(1))) {
        while (test.registry().exchanges().isEmpty()) {
          Thread.sleep(2);
        }
        Thread.sleep(random.nextInt(500));
        child.kill();
        child.await();
      }
      var listing = HomeListing.of(test.home());
      assertThat(listing.broken()).as("round %d", round).isEmpty();
      assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).as("round %d", round).isEmpty();
    }
    requireWholeThenEmpty();
  }

  private void pushMixedImages() {
    for (int i = 0; i < MixedProcess.IMAGES; i++) {
      test.push(MixedProcess.name(i), TestCache.image("base", "layer" + i % 3, "top" + i));
    }
  }

  private ChildJvm startMixed(long seed, Duration time) {
    return ChildJvm.start(
        MixedProcess.class,
        test.home().toString(),
        test.registry().host(),
        Long.toString(seed),
        Long.toString(time.toMillis()));
  }

  private void requireWholeThenEmpty() throws Exception {
    assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).isEmpty();
    for (var sandbox : test.cache().sandboxes().list()) {
      test.cache().sandboxes().remove(sandbox.name());
    }
    test.cache().prune();
    assertThat(test.cache().list()).isEmpty();
    assertThat(test.files()).isEmpty();
  }
}
