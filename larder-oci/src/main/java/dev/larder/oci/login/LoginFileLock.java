// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets one at a time read a login file and put another in its place, of all threads and of all
 * processes that use this class. The lock is on the file itself, which an empty one stands for
 * where there is none: so nothing is left beside it.
 */
final class LoginFileLock implements AutoCloseable {
  /** Locks of files are the process's, not a thread's. */
  private static final ReentrantLock IN_PROCESS = new ReentrantLock();

  private static final Set<StandardOpenOption> OPTIONS =
      Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE);

  private final FileChannel channel;

  private LoginFileLock(FileChannel channel) {
    this.channel = channel;
  }

  /** Waits for its turn at {@code file}. */
  static LoginFileLock take(Path file) throws IOException {
    IN_PROCESS.lock();
    try {
      while (true) {
        var channel = open(file);
        try {
          Object before = key(file);
          var _ = channel.lock();
          if (before.equals(key(file))) {
            return new LoginFileLock(channel);
          }
          channel.close(); // somebody has put another file in its place
        } catch (IOException e) {
          channel.close();
          throw e;
        }
      }
    } catch (IOException e) {
      IN_PROCESS.unlock();
      throw e;
    }
  }

  private static FileChannel open(Path file) throws IOException {
    var secret = PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    return FileChannel.open(file, OPTIONS, secret);
  }

  private static Object key(Path file) throws IOException {
    return String.valueOf(Files.readAttributes(file, BasicFileAttributes.class).fileKey());
  }

  @Override
  public void close() throws IOException {
    try {
      channel.close();
    } finally {
      IN_PROCESS.unlock();
    }
  }
}
