// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.nio.file.Path;

/** The cache's own disk fails it: full, read-only, not permitted, or its catalog unreadable. */
public final class CacheStorageException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;

  /** {@code path} is the file or directory that failed. */
  public CacheStorageException(Path path, String message, Throwable cause) {
    super(message, cause);
    this.path = path;
  }

  /** {@code path} is the file or directory that is wrong. */
  public CacheStorageException(Path path, String message) {
    super(message);
    this.path = path;
  }

  /** {@return the file or directory} */
  public Path path() {
    return path;
  }
}
