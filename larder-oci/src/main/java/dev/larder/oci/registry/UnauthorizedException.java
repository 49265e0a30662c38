// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

/**
 * The registry wants to know who we are, or does not believe it: status 401. Some registries,
 * Docker Hub among them, answer so for repositories that do not exist.
 */
public final class UnauthorizedException extends RegistryException {
  private static final long serialVersionUID = 1L;

  UnauthorizedException(Failure failure, String problem) {
    super(failure, problem, null);
  }

  UnauthorizedException(Failure failure, String problem, Throwable cause) {
    super(failure, problem, cause);
  }

  @Override
  public boolean isTransient() {
    return false;
  }
}
