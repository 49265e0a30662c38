// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

/**
 * The registry answered with an error of its own, or with what the specification does not allow.
 */
public final class BadResponseException extends RegistryException {
  private static final long serialVersionUID = 1L;

  private final boolean passing;

  BadResponseException(Failure failure, String problem) {
    super(failure, problem, null);
    this.passing =
        switch (failure.status()) {
          case 408, 425, 500, 502, 503, 504 -> true;
          default -> false;
        };
  }

  @Override
  public boolean isTransient() {
    return passing;
  }
}
