// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.util.ArrayDeque;
import java.util.Optional;

/** Names of files in an archive: relative, and never out of it. */
final class ArchivePath {
  private ArchivePath() {}

  /**
   * {@code name} seen from {@code directory}, without empty parts, dots and what the double dots
   * take back; empty if it is absolute, or leads out of the archive.
   */
  static Optional<String> resolve(String directory, String name) {
    if (name.startsWith("/")) {
      return Optional.empty();
    }
    var parts = new ArrayDeque<String>();
    for (String part : (directory + "/" + name).split("/", -1)) {
      switch (part) {
        case "", "." -> {
          // Names the directory that the path has come to.
        }
        case ".." -> {
          if (parts.pollLast() == null) {
            return Optional.empty();
          }
        }
        default -> parts.addLast(part);
      }
    }
    return Optional.of(String.join("/", parts));
  }

  /** The directory that {@code path} is in; empty for the archive's root. */
  static String parent(String path) {
    int slash = path.lastIndexOf('/');
    return slash < 0 ? "" : path.substring(0, slash);
  }
}
