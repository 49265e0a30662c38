// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.model.PullEvent;
import dev.larder.model.PullListener;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Events on their way to a listener. Any thread of a pull puts them in and goes on; the thread that
 * called the pull, which has nothing else to do, takes them out and tells the listener. Of the
 * progress of a layer only the latest waits: a slow listener misses steps, and holds up nobody.
 */
final class EventQueue {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();

  // All guarded by the lock.
  private final Deque<Entry> queue = new ArrayDeque<>();
  private final Map<Integer, Entry> waitingProgress = new HashMap<>();
  private boolean ended;

  /** An event that may be replaced by a later one as long as it waits. */
  private static final class Entry {
    PullEvent event;

    Entry(PullEvent event) {
      this.event = event;
    }
  }

  void put(PullEvent event) {
    lock.lock();
    try {
      if (event instanceof PullEvent.LayerProgress progress) {
        putProgress(progress);
      } else {
        queue.add(new Entry(event));
      }
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  private void putProgress(PullEvent.LayerProgress progress) {
    var waiting = waitingProgress.get(progress.position());
    if (waiting == null) {
      var entry = new Entry(progress);
      waitingProgress.put(progress.position(), entry);
      queue.add(entry);
    } else {
      waiting.event = progress;
    }
  }

  /** Says that no further event comes. */
  void end() {
    lock.lock();
    try {
      ended = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
  }

  /** Tells {@code listener} of every event, until the last. */
  void deliver(PullListener listener) throws InterruptedException {
    for (var event = next(); event.isPresent(); event = next()) {
      tell(listener, event.get());
    }
  }

  private Optional<PullEvent> next() throws InterruptedException {
    lock.lockInterruptibly();
    try {
      while (queue.isEmpty() && !ended) {
        changed.await();
      }
      if (queue.isEmpty()) {
        return Optional.empty();
      }
      var event = queue.remove().event;
      if (event instanceof PullEvent.LayerProgress progress) {
        waitingProgress.remove(progress.position());
      }
      return Optional.of(event);
    } finally {
      lock.unlock();
    }
  }

  /** Tells one event; what the listener throws is its own business. */
  static void tell(PullListener listener, PullEvent event) {
    try {
      listener.onEvent(event);
    } catch (RuntimeException e) {
      System.getLogger(EventQueue.class.getName())
          .log(System.Logger.Level.WARNING, "a pull's listener failed, and is told on", e);
    }
  }
}
