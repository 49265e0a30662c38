// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.startup;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import org.sqlite.util.LibraryLoaderUtil;

/**
 * SQLite's native library, which sqlite-jdbc otherwise unpacks at each start, with a process
 * started to find out which one.
 */
final class SqliteLibrary {
  private SqliteLibrary() {}

  /** Puts it into {@code directory}, for {@code -Dorg.sqlite.lib.path}. */
  static void unpack(Path directory) throws IOException {
    String name = LibraryLoaderUtil.getNativeLibName();
    String resource = LibraryLoaderUtil.getNativeLibResourcePath() + "/" + name;
    Files.createDirectories(directory);
    try (var in = LibraryLoaderUtil.class.getResourceAsStream(resource)) {
      if (in == null) {
        throw new IOException("sqlite-jdbc has no " + resource);
      }
      Files.copy(in, directory.resolve(name), StandardCopyOption.REPLACE_EXISTING);
    }
  }
}
