// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.nio.file.Path;

/** Files of an image could not be written where they were to be copied. What was written stays. */
public final class CopyFailedException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final transient Path destination;

  /** {@code destination} cannot be written, as {@code cause} says. */
  public CopyFailedException(Path destination, String why, Throwable cause) {
    super("cannot write " + destination + ": " + why, cause);
    this.destination = destination;
  }

  /** {@code destination} cannot be written. */
  public CopyFailedException(Path destination, String why) {
    super("cannot write " + destination + ": " + why);
    this.destination = destination;
  }

  /** {@return what could not be written} */
  public Path destination() {
    return destination;
  }
}
