// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import dev.larder.oci.Interrupted;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Lets one at a time read a login file and put another in its place, of all threads and of all
 * processes that use this class. The lock is on a file beside it, which is removed again, by the
 * next one if whoever made it was killed or interrupted. One on the login file itself would be gone
 * as soon as anybody in this process has read that file, since closing it once ends all locks of
 * the process on it (fcntl(2), "Advisory record locking").
 */
final class LoginFileLock implements AutoCloseable {
  /** Locks of files are the process's, not a thread's. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private final Path lock;
  private final FileChannel channel;

  private LoginFileLock(Path lock, FileChannel channel) {
    this.lock = lock;
    this.channel = channel;
  }

  /** Waits for its turn at {@code file}, whose directory there must be. */
  static LoginFileLock take(Path file) throws IOException {
    Path lock = file.resolveSibling(file.getFileName() + ".larder-lock");
    FileChannel held = null;
    takeTurn();
    try {
      while (held == null) {
        held = lockedUnlessRemoved(lock);
      }
      return new LoginFileLock(lock, held);
    } finally {
      if (held == null) {
        IN_PROCESS.unlock();
      }
    }
  }

  private static void takeTurn() throws InterruptedIOException {
    try {
      IN_PROCESS.lockInterruptibly();
    } catch (InterruptedException e) {
      throw Interrupted.during("another login was written", e);
    }
  }

  /** {@return the file, locked; null if somebody who had it has removed it meanwhile} */
  private static @Nullable FileChannel lockedUnlessRemoved(Path lock) throws IOException {
    makeWhereMissing(lock);
    FileChannel channel = null;
    boolean same = false;
    try {
      String before = identity(lock); // before it is opened: what is opened may be the next one
      channel = FileChannel.open(lock, StandardOpenOption.WRITE);
      var _ = channel.lock();
      same = before.equals(identity(lock));
      return same ? channel : null;
    } catch (NoSuchFileException ignored) { // removed
      return null;
    } finally {
      if (channel != null && !same) {
        channel.close();
      }
    }
  }

  private static void makeWhereMissing(Path lock) throws IOException {
    try {
      Files.createFile(lock);
    } catch (FileAlreadyExistsException ignored) { // somebody has it, or was killed
    }
  }

  /** With when it was made, since the number of a file that is gone is soon another's. */
  private static String identity(Path lock) throws IOException {
    var attributes = Files.readAttributes(lock, BasicFileAttributes.class);
    return attributes.fileKey() + " " + attributes.creationTime();
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      Files.deleteIfExists(lock);
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
