// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a clean-up once: at {@link #close}, or when the JVM is told to end before that, so that a
 * run that is stopped leaves no mount, no process and no file.
 */
public final class AtExit implements AutoCloseable {

  private final Runnable cleanUp;
  private final AtomicBoolean done = new AtomicBoolean();
  private final CountDownLatch ended = new CountDownLatch(1);
  private final Thread hook = new Thread(this::runOrWait, "testkit-clean-up");

  /**
   * Promises a clean-up.
   *
   * @param cleanUp what to run; at the JVM's end on a thread of its own, beside others' clean-ups
   */
  public AtExit(Runnable cleanUp) {
    this.cleanUp = cleanUp;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  /** Cleans up, unless that was done. */
  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ignored) { // the JVM is ending: the hook runs, or has run
    }
    run();
  }

  /** The JVM ends with its hooks, also when a clean-up that began before is not through. */
  private void runOrWait() {
    run();
    try {
      ended.await();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run() {
    if (done.compareAndSet(false, true)) {
      try {
        cleanUp.run();
      } finally {
        ended.countDown();
      }
    }
  }
}
