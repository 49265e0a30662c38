// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/**
 * Is told how a pull or load goes on. Called by one thread at a time, in order, never while a lock
 * is held; it should return at once. What it throws is logged and otherwise ignored.
 */
@FunctionalInterface
public interface PullListener {
  /** Hears nothing. */
  PullListener NONE = event -> {};

  /** Hears of {@code event}. */
  void onEvent(PullEvent event);
}
