// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * How one host is spoken to.
 *
 * @param apiPath what stands before repositories in URLs, {@code /v2} unless said otherwise
 * @param security TLS or not
 * @param authorities PEM files of authorities to trust besides the usual ones
 * @param clientCertificates who we are, the first that fits
 * @param headers fields that go with each request, values by name
 */
public record HostSettings(
    String apiPath,
    Security security,
    List<Path> authorities,
    List<ClientCertificate> clientCertificates,
    Map<String, List<String>> headers) {
  /** Of a host that nothing is said of. */
  public static final HostSettings USUAL = of(Security.USUAL);

  /** Copies what it is given. */
  public HostSettings {
    authorities = List.copyOf(authorities);
    clientCertificates = List.copyOf(clientCertificates);
    headers =
        headers.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> List.copyOf(entry.getValue())));
  }

  static HostSettings of(Security security) {
    return new HostSettings("/v2", security, List.of(), List.of(), Map.of());
  }

  /** {@return all but the fields' values, which may be credentials} */
  @Override
  public String toString() {
    return apiPath
        + " "
        + security
        + " "
        + authorities
        + " "
        + clientCertificates
        + " "
        + headers.keySet();
  }
}
