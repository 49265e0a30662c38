// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.nio.channels.FileLock;
import java.util.concurrent.atomic.AtomicBoolean;

/** A lock that this process has until it is closed or the process ends. Any thread may close it. */
public final class HeldLock implements AutoCloseable {
  private final LockFile file;
  private final FileLock lock;
  private final AtomicBoolean closed = new AtomicBoolean();

  HeldLock(LockFile file, FileLock lock) {
    this.file = file;
    this.lock = lock;
  }

  @Override
  public void close() {
    if (!closed.getAndSet(true)) {
      file.release(lock);
    }
  }
}
