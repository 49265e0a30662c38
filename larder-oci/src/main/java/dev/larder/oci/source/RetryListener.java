// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

/**
 * Is told when reading has to be tried again. Called before the wait, on a thread that reads, on
 * several at once where parts of one content are read side by side; should return at once.
 */
@FunctionalInterface
public interface RetryListener {
  /** Hears nothing. */
  RetryListener NONE = retry -> {};

  /** Hears of {@code retry}. */
  void onRetry(Retry retry);
}
