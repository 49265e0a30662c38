// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Exclusive locks of single bytes of one file, against threads and processes alike. A dead process
 * holds none. The file is never deleted or replaced, and never opened by anything else.
 *
 * <p>The kernel's locks do not exclude threads of one process, so what this JVM holds is kept in a
 * set of its own. And a process loses all its locks of a file as soon as it closes any descriptor
 * of it: so there is one descriptor per file and JVM, shared by all caches that are open on one
 * home.
 *
 * <p>Locks are polled. A blocking {@link FileChannel#lock()} that is interrupted closes the
 * channel, and with it drops every lock of this process.
 */
final class LockFile implements AutoCloseable {
  private static final long FIRST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
  private static final long LAST_POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

  private static final ReentrantLock OPENING = new ReentrantLock();
  private static final Map<Object, LockFile> OPEN = new HashMap<>();

  private final Object fileKey;
  private final FileChannel channel;
  private final ReentrantLock monitor = new ReentrantLock();
  private final Condition released = monitor.newCondition();
  private final Set<Long> held = new HashSet<>();

  /** Guarded by {@link #OPENING}. */
  private int users;

  private LockFile(Object fileKey, FileChannel channel) {
    this.fileKey = fileKey;
    this.channel = channel;
  }

  /** {@return the locks of {@code path}, which is created if need be; to be closed once} */
  static LockFile open(Path path) throws IOException {
    OPENING.lock();
    try {
      createIfMissing(path);
      Object key =
          Objects.requireNonNull(
              Files.readAttributes(path, BasicFileAttributes.class).fileKey(),
              "a file system whose files have no identity cannot hold locks");
      var file = OPEN.get(key);
      if (file == null) {
        file =
            new LockFile(
                key, FileChannel.open(path, StandardOpenOption.READ, StandardOpenOption.WRITE));
        OPEN.put(key, file);
      }
      file.users++;
      return file;
    } finally {
      OPENING.unlock();
    }
  }

  private static void createIfMissing(Path path) throws IOException {
    if (!Files.exists(path)) {
      try {
        Files.createFile(path);
      } catch (FileAlreadyExistsException ignored) { // another process was faster: as good
      }
    }
  }

  /** {@return the lock of the byte at {@code position}, empty if somebody has it} */
  Optional<HeldLock> tryAcquire(long position) throws IOException {
    monitor.lock();
    try {
      return Optional.ofNullable(tryOnce(position));
    } finally {
      monitor.unlock();
    }
  }

  /** {@return the lock of the byte at {@code position}, as soon as nobody else has it} */
  HeldLock acquire(long position) throws IOException, InterruptedException {
    long pollNanos = FIRST_POLL_NANOS;
    monitor.lockInterruptibly();
    try {
      while (true) {
        var lock = tryOnce(position);
        if (lock != null) {
          return lock;
        }
        // Woken at once by a thread of this JVM; for other processes there is only looking again.
        if (released.awaitNanos(pollNanos) <= 0) {
          pollNanos = Math.min(2 * pollNanos, LAST_POLL_NANOS);
        }
      }
    } finally {
      monitor.unlock();
    }
  }

  private @Nullable HeldLock tryOnce(long position) throws IOException {
    if (held.contains(position)) {
      return null;
    }
    FileLock lock = channel.tryLock(position, 1, false);
    if (lock == null) {
      return null;
    }
    held.add(position);
    return new HeldLock(this, lock);
  }

  void release(FileLock lock) {
    monitor.lock();
    try {
      lock.release();
    } catch (IOException e) {
      throw new IllegalStateException("a lock cannot be given back", e);
    } finally {
      held.remove(lock.position());
      released.signalAll();
      monitor.unlock();
    }
  }

  @Override
  public void close() throws IOException {
    OPENING.lock();
    try {
      users--;
      if (users == 0) {
        OPEN.remove(fileKey);
        channel.close();
      }
    } finally {
      OPENING.unlock();
    }
  }
}
