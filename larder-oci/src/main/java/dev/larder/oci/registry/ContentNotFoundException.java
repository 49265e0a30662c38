// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

/** The registry has no such repository, tag, manifest or blob: status 404. */
public final class ContentNotFoundException extends RegistryException {
  private static final long serialVersionUID = 1L;

  ContentNotFoundException(Failure failure, String problem) {
    super(failure, problem, null);
  }

  @Override
  public boolean isTransient() {
    return false;
  }
}
