// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.hosts.ClientCertificate;
import dev.larder.oci.hosts.HostSettings;
import java.nio.file.Path;
import java.util.List;

/**
 * How TLS is spoken to a host.
 *
 * @param verified whether its certificate is checked
 * @param authorities PEM files of authorities that are trusted besides the usual ones
 * @param clientCertificates who we are
 */
record Tls(boolean verified, List<Path> authorities, List<ClientCertificate> clientCertificates) {
  Tls {
    authorities = List.copyOf(authorities);
    clientCertificates = List.copyOf(clientCertificates);
  }

  static Tls of(HostSettings settings, boolean verified) {
    return new Tls(verified, settings.authorities(), settings.clientCertificates());
  }
}
