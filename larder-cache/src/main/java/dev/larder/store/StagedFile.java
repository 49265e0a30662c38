// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.function.Consumer;

/**
 * A file that is being written, which nobody sees until it is published. Closing it without
 * publishing removes it. For one thread at a time.
 */
public final class StagedFile implements AutoCloseable {
  private final Path path;
  private final FileChannel channel;
  private final Consumer<String> steps;
  private final WriteBack writeBack;
  private boolean published;

  private StagedFile(Path path, FileChannel channel, Consumer<String> steps) {
    this.path = path;
    this.channel = channel;
    this.steps = steps;
    this.writeBack = new WriteBack(path);
  }

  static StagedFile create(Path path, Consumer<String> steps) throws StoreException {
    steps.accept("stage a file");
    try {
      return new StagedFile(
          path,
          FileChannel.open(
              path,
              StandardOpenOption.CREATE_NEW,
              StandardOpenOption.READ,
              StandardOpenOption.WRITE),
          steps);
    } catch (IOException e) {
      throw new StoreException(path, e);
    }
  }

  /** {@return the file, open for reading and writing; closed by this object} */
  public FileChannel channel() {
    return channel;
  }

  /** {@return where the file stands until it is published} */
  public Path path() {
    return path;
  }

  /** Starts to write to the disk what is worth it by now; for whoever writes much, now and then. */
  public void writeBack() {
    try {
      writeBack.grown(channel.size());
    } catch (IOException ignored) { // whoever writes or publishes will find out what is wrong
    }
  }

  /**
   * Makes the file durable and gives it its name; what had that name before is replaced.
   *
   * @throws StoreException if the disk refuses; the file is then not there under its name
   */
  public PublishedFile publish(Path target) throws StoreException {
    try {
      steps.accept("force the file");
      channel.force(true);
      long sizeBytes = channel.size();
      channel.close();
      steps.accept("give it its name");
      Files.move(path, target, StandardCopyOption.ATOMIC_MOVE);
      published = true;
      return new PublishedFile(sizeBytes, madeDurable(target));
    } catch (IOException e) {
      throw new StoreException(target, e);
    }
  }

  private long madeDurable(Path target) throws IOException {
    try {
      steps.accept("force its directory");
      Directories.force(target);
      return AllocatedBytes.of(target);
    } catch (IOException e) {
      try {
        Files.deleteIfExists(target);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
  }

  @Override
  public void close() throws StoreException {
    try (channel) {
      if (!published) {
        steps.accept("discard the file");
        Files.deleteIfExists(path);
      }
    } catch (IOException e) {
      throw new StoreException(path, e);
    }
  }
}
