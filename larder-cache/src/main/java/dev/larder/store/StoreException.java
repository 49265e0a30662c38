// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import java.io.IOException;
import java.nio.file.FileSystemException;
import java.nio.file.Path;
import java.util.Locale;

/** The disk under the home refused something: full, read-only, not permitted. */
public final class StoreException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path path;

  /** What {@code cause} says happened at {@code path}. */
  public StoreException(Path path, IOException cause) {
    super(path + ": " + reason(cause), cause);
    this.path = path;
  }

  /** {@return the file or directory} */
  public Path path() {
    return path;
  }

  /** A {@link FileSystemException} without a reason says it by its type alone. */
  private static String reason(IOException cause) {
    if (cause instanceof FileSystemException e) {
      String reason = e.getReason();
      return reason == null ? spaced(e.getClass().getSimpleName()) : reason;
    }
    String message = cause.getMessage();
    return message == null ? cause.getClass().getSimpleName() : message;
  }

  private static String spaced(String typeName) {
    return typeName
        .replaceAll("Exception$", "")
        .replaceAll("(?<=[a-z])(?=[A-Z])", " ")
        .toLowerCase(Locale.ROOT);
  }
}
