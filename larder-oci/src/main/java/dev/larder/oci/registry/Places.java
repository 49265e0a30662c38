// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Reference;
import dev.larder.oci.hosts.BlockedRegistryException;
import dev.larder.oci.hosts.Capability;
import dev.larder.oci.hosts.Endpoint;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.hosts.RegistryHosts;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Where the contents of one repository may be had, mirrors first. One that has been left, since it
 * cannot be reached or gives what is wrong, is asked for nothing more; the last one is always
 * asked. Safe for use by several threads.
 */
final class Places {
  private final Reference reference;
  private final HostsPaths hosts;
  private final CopyOnWriteArrayList<Endpoint> left = new CopyOnWriteArrayList<>();
  private @Nullable List<Endpoint> endpoints; // guarded by this

  Places(Reference reference, HostsPaths hosts) {
    this.reference = reference;
    this.hosts = hosts;
  }

  /**
   * {@return what to ask for, in that order; at least one}
   *
   * @param wanted what the place must be good for
   * @param target what is asked for at a place
   * @throws IOException if the files that say where to look do not say it
   */
  List<Target> targets(Capability wanted, Function<Endpoint, Target> target) throws IOException {
    // A place that is named twice is asked once, at its last turn.
    var fromLast = new ArrayList<Endpoint>();
    for (Endpoint endpoint : endpoints().reversed()) {
      if (endpoint.capabilities().contains(wanted) && !fromLast.contains(endpoint)) {
        fromLast.add(endpoint);
      }
    }
    if (fromLast.isEmpty()) {
      throw new BlockedRegistryException(
          "hosts.toml of " + reference.domain() + " has no host for " + wanted.words());
    }
    Endpoint last = fromLast.getFirst();
    return fromLast.reversed().stream()
        .filter(one -> !left.contains(one) || one.equals(last))
        .map(target)
        .toList();
  }

  void leave(Endpoint endpoint) {
    left.addIfAbsent(endpoint);
  }

  private synchronized List<Endpoint> endpoints() throws IOException {
    if (endpoints == null) {
      endpoints = RegistryHosts.of(hosts).endpoints(reference);
    }
    return endpoints;
  }
}
