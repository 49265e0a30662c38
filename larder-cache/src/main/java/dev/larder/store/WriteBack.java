// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Has a file written to the disk while it still grows, so that making it durable at the end finds
 * little left to do. Linux would wait for half a minute, or for a tenth of the memory to be dirty.
 */
final class WriteBack {
  /** What is worth a way to the disk of its own. */
  private static final long STEP_BYTES = 32 << 20;

  private final Path file;
  private final AtomicBoolean running = new AtomicBoolean();
  private long startedAtBytes;

  WriteBack(Path file) {
    this.file = file;
  }

  /** Notes that the file has grown; returns at once. To be called by the thread that writes it. */
  void grown(long sizeBytes) {
    if (sizeBytes - startedAtBytes >= STEP_BYTES && running.compareAndSet(false, true)) {
      startedAtBytes = sizeBytes;
      // Nobody waits for this thread: it touches nothing but its own channel, and ends with the
      // kernel's call, which no interrupt would shorten.
      Thread.ofVirtual().name("larder-write-back").start(this::force);
    }
  }

  private void force() {
    // A channel of its own: an interrupt of the writer closes the writer's.
    try (var channel = FileChannel.open(file, StandardOpenOption.READ)) {
      channel.force(false);
    } catch (IOException ignored) { // the file is gone, or publishing it fails for the same reason
    } finally {
      running.set(false);
    }
  }
}
