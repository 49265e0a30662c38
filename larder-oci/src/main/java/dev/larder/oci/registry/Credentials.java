// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.IOException;
import java.util.Optional;

/**
 * Who we are at each registry, and in each part of it. Asked when a registry wants to know, at most
 * a few times for each repository in a client's life, from any thread. What it gives goes to the
 * registry and to the token server that the registry names, never to another host, a log or an
 * error.
 */
@FunctionalInterface
public interface Credentials {
  /**
   * {@return the name and password for a registry, empty to be anonymous there}
   *
   * @param registry the registry as it stands in references, {@code host[:port]}; Docker Hub is
   *     {@code docker.io}
   * @throws IOException if where they are kept cannot be read
   */
  Optional<Login> find(String registry) throws IOException;

  /**
   * {@return the name and password for one repository, empty to be anonymous there} Those for the
   * registry, unless these credentials know of its parts.
   *
   * @param registry as in {@link #find(String)}
   * @param repository the repository there, such as {@code library/python}; empty where the
   *     registry itself is meant
   * @throws IOException if where they are kept cannot be read
   */
  default Optional<Login> find(String registry, String repository) throws IOException {
    return find(registry);
  }

  /** {@return credentials of somebody who is anonymous everywhere} */
  static Credentials anonymous() {
    return registry -> Optional.empty();
  }

  /** {@return credentials for {@code registry} alone} */
  static Credentials of(String registry, Login login) {
    return asked -> asked.equals(registry) ? Optional.of(login) : Optional.empty();
  }

  /** {@return these credentials, and where they have none, those of {@code next}} */
  default Credentials or(Credentials next) {
    return new Alternatives(this, next);
  }
}
