// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/** A login was refused by its registry, or could not be kept or removed. Nothing has changed. */
public final class LoginFailedException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String registry;

  /** What was to be done at {@code registry} failed, as {@code message} says. */
  public LoginFailedException(String registry, String message, Throwable cause) {
    super(message, cause);
    this.registry = registry;
  }

  /** {@return the registry, {@code host[:port]}} */
  public String registry() {
    return registry;
  }
}
