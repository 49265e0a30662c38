// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.time.Duration;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/**
 * Time and chance, so that a test need not wait for either.
 *
 * @param clock what time it is
 * @param pause waits
 * @param random decides how long
 */
record Waiting(InstantSource clock, Pause pause, RandomGenerator random) {
  /** Waits for a while. */
  interface Pause {
    void sleep(Duration duration) throws InterruptedException;
  }

  static Waiting real() {
    return new Waiting(
        InstantSource.system(), Thread::sleep, RandomGenerator.of("L64X128MixRandom"));
  }
}
