// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.Reference;
import java.util.Set;

/**
 * One place where an image may be had.
 *
 * @param host {@code host[:port]}
 * @param repository the repository there
 * @param namespace the registry that is meant, which another's host is told; empty if it is not
 * @param capabilities what it may be asked for
 * @param settings how it is spoken to
 */
public record Endpoint(
    String host,
    String repository,
    String namespace,
    Set<Capability> capabilities,
    HostSettings settings) {
  /** Copies what it is given. */
  public Endpoint {
    capabilities = Set.copyOf(capabilities);
  }

  static Endpoint of(Reference reference, HostSettings settings) {
    return new Endpoint(
        reference.domain(), reference.path(), "", Set.of(Capability.values()), settings);
  }
}
