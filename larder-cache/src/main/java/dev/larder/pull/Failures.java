// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import java.io.IOException;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;

/** Brings failures of tasks back to the thread that started them. */
final class Failures {
  private Failures() {}

  /** Throws what {@code failure} is, or what it wraps; declared to return, for {@code throw}. */
  static RuntimeException rethrow(Throwable failure) throws IOException, InterruptedException {
    switch (failure) {
      case IOException e -> throw e;
      case InterruptedException e -> throw e;
      case CancellationException e -> throw interrupted(e);
      case RuntimeException e -> throw e;
      case Error e -> throw e;
      case ExecutionException e when e.getCause() != null -> throw rethrow(e.getCause());
      default -> throw new IllegalStateException(failure);
    }
  }

  private static InterruptedException interrupted(CancellationException cause) {
    var interrupted = new InterruptedException("cancelled");
    interrupted.initCause(cause);
    return interrupted;
  }
}
