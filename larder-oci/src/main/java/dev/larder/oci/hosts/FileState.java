// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.Digest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.FileTime;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What tells whether a file has changed since it was read, links followed.
 *
 * @param path where it is
 * @param modified when it was written last
 * @param sizeBytes its size, -1 where there is none
 * @param key which one it is: one that takes its place at once may have the same time and size
 */
public record FileState(Path path, FileTime modified, long sizeBytes, String key) {
  /** {@return the state of the file at {@code path} now, whether there is one or not} */
  public static FileState of(Path path) {
    try {
      var attributes = Files.readAttributes(path, BasicFileAttributes.class);
      return new FileState(
          path,
          attributes.lastModifiedTime(),
          attributes.size(),
          String.valueOf(attributes.fileKey()));
    } catch (IOException ignored) { // who reads it says so
      return new FileState(path, FileTime.fromMillis(0), -1, "");
    }
  }

  /** As a record's own would, for the reason that {@link Digest#equals} gives. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof FileState that
        && path.equals(that.path)
        && modified.equals(that.modified)
        && sizeBytes == that.sizeBytes
        && key.equals(that.key);
  }

  @Override
  public int hashCode() {
    return Objects.hash(path, modified, sizeBytes, key);
  }
}
