// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** A directory, seen a second time where nothing can be written. Needs root. */
record ReadOnlyMount(Path directory) implements AutoCloseable {
  static ReadOnlyMount of(Path source, Path target) throws IOException {
    Requirement.root();
    Files.createDirectories(target);
    Tool.require("mount").run("--bind", source.toString(), target.toString());
    var mount = new ReadOnlyMount(target);
    try {
      Tool.require("mount").run("-o", "remount,bind,ro", target.toString());
      return mount;
    } catch (IOException e) {
      mount.close();
      throw e;
    }
  }

  @Override
  public void close() {
    try {
      Tool.require("umount").run(directory.toString());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
