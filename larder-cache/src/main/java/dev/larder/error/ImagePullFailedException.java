// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/** An image could not be pulled. The cache is as it was before. */
public final class ImagePullFailedException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String reference;
  private final Reason reason;

  /** What a caller may want to tell apart. */
  public enum Reason {
    /** The registry or a proxy before it cannot be reached, or stopped answering. */
    UNREACHABLE,
    /** The registry wants other credentials, or refuses these. */
    UNAUTHORIZED,
    /** The registry asks to come back later. */
    RATE_LIMITED,
    /** What came is not what its digest, size or diff id says, or cannot be read. */
    BAD_CONTENT,
    /** What the reference names is not a container image. */
    NOT_AN_IMAGE,
    /** The image is well formed but over a limit. */
    LIMIT_EXCEEDED,
    /** The registry answered with an error of its own. */
    REGISTRY_ERROR,
    /** {@code registries.conf} or {@code hosts.toml} forbids it, or cannot be used. */
    CONFIGURATION
  }

  /** {@code reference} could not be pulled. */
  public ImagePullFailedException(
      String reference, Reason reason, String message, Throwable cause) {
    super("cannot pull " + reference + ": " + message, cause);
    this.reference = reference;
    this.reason = reason;
  }

  /** {@return the normalised reference} */
  public String reference() {
    return reference;
  }

  /** {@return what kind of failure it was} */
  public Reason reason() {
    return reason;
  }
}
