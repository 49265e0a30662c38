// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.IOException;
import java.util.Optional;

/**
 * Credentials, and others for where those have none.
 *
 * @param first asked first
 * @param next asked where the first has none
 */
record Alternatives(Credentials first, Credentials next) implements Credentials {
  @Override
  public Optional<Login> find(String registry) throws IOException {
    return find(registry, "");
  }

  @Override
  public Optional<Login> find(String registry, String repository) throws IOException {
    Optional<Login> login = first.find(registry, repository);
    return login.isPresent() ? login : next.find(registry, repository);
  }
}
