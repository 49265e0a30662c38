// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Objects;

/**
 * Makes what happened to names durable: a rename or a removal is on the disk with its directory.
 */
final class Directories {
  private Directories() {}

  /** Forces the directory that holds {@code file}. */
  static void force(Path file) throws IOException {
    forceDirectory(Objects.requireNonNull(file.getParent()));
  }

  static void forceDirectory(Path directory) throws IOException {
    try (var channel = FileChannel.open(directory, StandardOpenOption.READ)) {
      channel.force(true);
    }
  }
}
