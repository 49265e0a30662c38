// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.store.HeldLock;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;

/** Locks that are given back together. */
final class HeldLocks implements AutoCloseable {
  private final Deque<HeldLock> locks = new ArrayDeque<>();

  /**
   * Keeps a lock if there is one.
   *
   * @return whether there is
   */
  boolean keep(@Nullable HeldLock lock) {
    if (lock == null) {
      return false;
    }
    locks.push(lock);
    return true;
  }

  @Override
  public void close() {
    while (!locks.isEmpty()) {
      locks.pop().close();
    }
  }
}
