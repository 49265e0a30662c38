// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

/** A text that is not an image reference, and the reason why. */
public final class InvalidReferenceException extends IllegalArgumentException {
  private static final long serialVersionUID = 1L;

  private final String reference;
  private final String reason;

  InvalidReferenceException(String reference, String reason) {
    super("invalid reference \"" + reference + "\": " + reason);
    this.reference = reference;
    this.reason = reason;
  }

  /** {@return the text that was given, cut off if it was very long} */
  public String reference() {
    return reference;
  }

  /** {@return what is wrong with it} */
  public String reason() {
    return reason;
  }
}
