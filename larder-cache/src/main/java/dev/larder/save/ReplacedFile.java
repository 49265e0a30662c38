// SPDX-License-Identifier: Apache-2.0
package dev.larder.save;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.UUID;

/**
 * A file outside of the home that is written anew as a whole: beside it at first, and under its
 * name only when everything is on the disk. Closing it before leaves what was there, and nothing
 * else. For one thread.
 */
public final class ReplacedFile implements AutoCloseable {
  private final Path target;
  private final Path unfinished;
  private final FileChannel channel;
  private boolean finished;

  private ReplacedFile(Path target, Path unfinished, FileChannel channel) {
    this.target = target;
    this.unfinished = unfinished;
    this.channel = channel;
  }

  /**
   * {@return a file that is to be, or to replace, {@code path}}
   *
   * @throws IOException if something else than a regular file is there, or its directory cannot be
   *     written
   */
  public static ReplacedFile create(Path path) throws IOException {
    boolean exists = Files.exists(path);
    // A link keeps leading to the file that it leads to.
    Path target = exists ? path.toRealPath() : path.toAbsolutePath();
    if (exists && !Files.isRegularFile(target)) {
      throw new FileSystemException(
          path.toString(), null, Files.isDirectory(target) ? "it is a directory" : "it is no file");
    }
    Path unfinished = target.resolveSibling(".larder-save-" + UUID.randomUUID());
    var channel =
        FileChannel.open(unfinished, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    return new ReplacedFile(target, unfinished, channel);
  }

  /** {@return what takes the bytes; without a buffer, not to be closed} */
  public OutputStream out() {
    return Channels.newOutputStream(channel);
  }

  /** Gives the file its name. */
  public void finish() throws IOException {
    channel.force(true);
    channel.close();
    Files.move(
        unfinished, target, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    finished = true;
    try (var directory = FileChannel.open(target.resolveSibling("."), StandardOpenOption.READ)) {
      directory.force(true);
    }
  }

  @Override
  public void close() throws IOException {
    try (channel) {
      if (!finished) {
        Files.deleteIfExists(unfinished);
      }
    }
  }
}
