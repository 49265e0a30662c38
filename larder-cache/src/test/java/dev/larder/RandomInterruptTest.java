// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.error.OperationCancelledException;
import dev.larder.model.RemoveOption;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.registry.Misbehaviour;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Interrupts that come at random times: calls that end at once, and a cache that is whole. */
final class RandomInterruptTest extends CacheTest {
  private static final int ROUNDS = Integer.getInteger("larder.interruptRounds", 25);

  private final long seed = System.nanoTime();
  private final Random random = new Random(seed);
  private String reference;

  @BeforeEach
  void pushImage() {
    System.out.println("seed " + seed);
    reference = test.push("app:1", TestCache.image("a", "b", "c"));
  }

  @Test
  void pull_interruptedAtRandomTimes_endsWithinASecond() throws Exception {
    test.registry()
        .script(
            request -> request.path().contains("/blobs/"),
            Misbehaviour.delay(Duration.ofMillis(20)));
    for (int round = 0; round < ROUNDS; round++) {
      assertThat(interrupt(() -> test.cache().pull(reference), 250))
          .isLessThan(Duration.ofSeconds(1));
      requireWhole();
      if (random.nextInt(3) == 0) {
        test.cache().prune();
      }
    }
    test.registry().clearScripts();
    test.cache().pull(reference);
    requireWhole();
    test.cache().close();
    requireNoThreads();
  }

  @Test
  void everythingElse_interruptedAtRandomTimes_endsAtOnce() throws Exception {
    var times = new ArrayList<Duration>();
    for (int round = 0; round < ROUNDS; round++) {
      test.cache().pull(reference);
      List<Runnable> calls =
          List.of(
              () -> test.cache().list(),
              () -> test.cache().inspect(reference),
              () -> test.cache().remove(reference, RemoveOption.FORCE),
              () -> test.cache().prune(),
              () -> test.cache().diskUsage(),
              () -> test.cache().verify(VerifyLevel.DEEP));
      times.add(interrupt(calls.get(round % calls.size()), 8));
      requireWhole();
    }
    // A busy machine may be late once, but not in half of all cases.
    times.sort(Comparator.naturalOrder());
    assertThat(times.get(ROUNDS / 2)).isLessThan(Duration.ofMillis(100));
    assertThat(times.getLast()).isLessThan(Duration.ofSeconds(1));
  }

  /**
   * Runs {@code call} on a thread that is interrupted after up to {@code millis}.
   *
   * @return how long it took to end then
   */
  private Duration interrupt(Runnable call, int millis) throws Exception {
    var failure = new AtomicReference<Throwable>();
    var thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    call.run();
                  } catch (OperationCancelledException e) {
                    if (!Thread.currentThread().isInterrupted()) {
                      failure.set(new AssertionError("the flag is gone", e));
                    }
                  } catch (RuntimeException e) {
                    failure.set(e);
                  }
                });
    thread.join(Duration.ofNanos(random.nextInt(millis * 1_000_000)));
    thread.interrupt();
    long start = System.nanoTime();
    thread.join(Duration.ofSeconds(30));
    var took = Duration.ofNanos(System.nanoTime() - start);

    assertThat(failure.get()).isNull();
    return took;
  }

  /** Those of earlier tests are ending too. */
  private static void requireNoThreads() throws InterruptedException {
    for (Thread thread : threads()) {
      thread.join(Duration.ofSeconds(10));
    }
    assertThat(threads()).isEmpty();
  }

  private static List<Thread> threads() {
    return Thread.getAllStackTraces().keySet().stream()
        .filter(thread -> thread.getName().startsWith("larder-"))
        .toList();
  }

  private void requireWhole() throws Exception {
    var listing = HomeListing.of(test.home());
    assertThat(listing.broken()).isEmpty();
    assertThat(listing.present().keySet()).noneMatch(file -> file.startsWith("tmp/"));
    assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).isEmpty();
  }
}
