// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.FileProblem;
import java.io.IOException;
import java.nio.file.Path;

/** A file that says where registries are is not as it should be. The message has file and line. */
public final class HostsFileException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Path file;

  HostsFileException(Path file, int line, String problem) {
    super(file + ", line " + line + ": " + problem);
    this.file = file;
  }

  HostsFileException(Path file, String problem) {
    super(file + ": " + problem);
    this.file = file;
  }

  /** {@return that {@code file}, which may be a directory, cannot be read} */
  static HostsFileException unreadable(Path file, IOException cause) {
    var exception = new HostsFileException(file, FileProblem.of(file, cause));
    exception.initCause(cause);
    return exception;
  }

  /** {@return the file} */
  public Path file() {
    return file;
  }
}
