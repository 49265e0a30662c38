// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.nio.file.Path;

/** Images could not be saved. What the archive's file was before, it still is. */
public final class ImageSaveFailedException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final transient Path archive;

  /** {@code archive} could not be written, as {@code cause} says. */
  public ImageSaveFailedException(Path archive, String why, Throwable cause) {
    super("cannot save to " + archive + ": " + why, cause);
    this.archive = archive;
  }

  /** {@code archive} could not be written. */
  public ImageSaveFailedException(Path archive, String why) {
    super("cannot save to " + archive + ": " + why);
    this.archive = archive;
  }

  /** {@return the archive; {@code -} for a stream} */
  public Path archive() {
    return archive;
  }
}
