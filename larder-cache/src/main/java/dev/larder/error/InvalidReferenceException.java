// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/** A text that is no image reference, digest or digest prefix. */
public final class InvalidReferenceException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String reference;

  /** {@code reference} is wrong for the reason that {@code why} gives, as {@code cause} says. */
  public InvalidReferenceException(String reference, String why, Throwable cause) {
    super("invalid reference '" + reference + "': " + why, cause);
    this.reference = reference;
  }

  /** {@code reference} is wrong for the reason that {@code why} gives. */
  public InvalidReferenceException(String reference, String why) {
    super("invalid reference '" + reference + "': " + why);
    this.reference = reference;
  }

  /** {@return the text} */
  public String reference() {
    return reference;
  }
}
