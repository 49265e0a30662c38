// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Runs a clean-up once: at {@link #close}, or when the JVM is told to end before that, so that a
 * test run that is stopped leaves no mount and no process.
 */
final class AtExit implements AutoCloseable {

  private final Runnable cleanUp;
  private final AtomicBoolean done = new AtomicBoolean();
  private final Thread hook = new Thread(this::run, "testkit-clean-up");

  AtExit(Runnable cleanUp) {
    this.cleanUp = cleanUp;
    Runtime.getRuntime().addShutdownHook(hook);
  }

  @Override
  public void close() {
    try {
      Runtime.getRuntime().removeShutdownHook(hook);
    } catch (IllegalStateException ignored) { // the JVM is ending: the hook runs, or has run
    }
    run();
  }

  private void run() {
    if (done.compareAndSet(false, true)) {
      cleanUp.run();
    }
  }
}
