// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;

/**
 * What tells whether a file has changed since it was read, links followed.
 *
 * @param modified when it was written last
 * @param sizeBytes its size, -1 where there is none
 * @param file which one it is: one that takes its place at once may have the same time and size
 */
record FileState(FileTime modified, long sizeBytes, String file) {
  private static final FileState NONE = new FileState(FileTime.fromMillis(0), -1, "");

  static FileState of(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileState(
          attributes.lastModifiedTime(), attributes.size(), String.valueOf(attributes.fileKey()));
    } catch (IOException ignored) { // who reads it says so
      return NONE;
    }
  }
}
