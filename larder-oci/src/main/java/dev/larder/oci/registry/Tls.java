// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.hosts.ClientCertificate;
import dev.larder.oci.hosts.FileState;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * How TLS is spoken to a host.
 *
 * @param verified whether its certificate is checked
 * @param authorities PEM files of authorities that are trusted besides those of the JDK
 * @param clientCertificates who we are
 */
record Tls(boolean verified, List<Path> authorities, List<ClientCertificate> clientCertificates) {
  Tls {
    authorities = List.copyOf(authorities);
    clientCertificates = List.copyOf(clientCertificates);
  }

  /** {@return the files that all this is read from, as they are now} */
  List<FileState> files() {
    return Stream.concat(
            authorities.stream(),
            clientCertificates.stream()
                .flatMap(client -> Stream.of(client.certificate(), client.key())))
        .map(FileState::of)
        .toList();
  }
}
