// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

import java.io.InterruptedIOException;

/** Carries an interrupt through code that throws {@link java.io.IOException}. */
public final class Interrupted {
  private Interrupted() {}

  /** {@return {@code cause} as what I/O throws; the thread is interrupted again} */
  public static InterruptedIOException during(String what, InterruptedException cause) {
    Thread.currentThread().interrupt();
    var interrupted = new InterruptedIOException("interrupted while " + what);
    interrupted.initCause(cause);
    return interrupted;
  }
}
