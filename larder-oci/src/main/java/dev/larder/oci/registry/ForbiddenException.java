// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

/** The registry knows who we are and refuses: status 403. */
public final class ForbiddenException extends RegistryException {
  private static final long serialVersionUID = 1L;

  ForbiddenException(Failure failure, String problem) {
    super(failure, problem, null);
  }

  @Override
  public boolean isTransient() {
    return false;
  }
}
