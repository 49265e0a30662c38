// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.IOException;
import java.nio.file.Path;

/** A file or directory is not an image archive, or one that lacks something. */
public final class MalformedArchiveException extends IOException {
  private static final long serialVersionUID = 1L;

  private final String archive;
  private final String problem;

  MalformedArchiveException(Path archive, String problem) {
    super(archive + ": " + problem);
    this.archive = archive.toString();
    this.problem = problem;
  }

  /** {@return what is wrong, without the archive's name} */
  public String problem() {
    return problem;
  }

  /** {@return the file or directory that was read} */
  public String archive() {
    return archive;
  }
}
