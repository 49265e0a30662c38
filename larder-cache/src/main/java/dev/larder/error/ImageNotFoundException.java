// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/** The cache has no image of that name; or, on a pull, the registry has none. */
public final class ImageNotFoundException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String reference;

  /** No image {@code reference} in the cache. */
  public ImageNotFoundException(String reference) {
    this(reference, "no such image: " + reference);
  }

  /** No image {@code reference}, for the reason that {@code message} gives. */
  public ImageNotFoundException(String reference, String message) {
    super(message);
    this.reference = reference;
  }

  /** No image {@code reference}, which {@code cause} has shown. */
  public ImageNotFoundException(String reference, String message, Throwable cause) {
    super(message, cause);
    this.reference = reference;
  }

  /** {@return what was asked for} */
  public String reference() {
    return reference;
  }
}
