// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.nio.file.Path;

/**
 * An archive could not be loaded. The image that failed has left nothing in the cache; images that
 * come before it in the archive are there.
 */
public final class ImageLoadFailedException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final transient Path archive;

  /** {@code archive} could not be loaded. */
  public ImageLoadFailedException(Path archive, String message, Throwable cause) {
    super("cannot load " + archive + ": " + message, cause);
    this.archive = archive;
  }

  /** {@return the archive} */
  public Path archive() {
    return archive;
  }
}
