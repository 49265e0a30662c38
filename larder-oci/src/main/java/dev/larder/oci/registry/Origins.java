// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Digest;
import dev.larder.oci.hosts.Endpoint;
import dev.larder.oci.hosts.RegistryHosts;
import dev.larder.oci.hosts.Security;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Where a registry's API is: the scheme, host and port that stand before every path.
 *
 * <p>A registry is spoken to over TLS. A registry on the loopback address may speak clear text, and
 * most do, so that is tried first there: nobody is between, and a process that never speaks TLS
 * need not load it. A registry that the user calls insecure is tried over TLS first, its
 * certificate unchecked, then in clear text, as Docker does. What answers is remembered.
 */
final class Origins {
  private static final Pattern IPV4_LOOPBACK =
      Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

  private record Place(String host, Security security) {
    static Place of(Endpoint endpoint) {
      return new Place(endpoint.host(), endpoint.settings().security());
    }

    /** As a record's own would, for the reason that {@link Digest#equals} gives. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Place place && host.equals(place.host) && security == place.security;
    }

    @Override
    public int hashCode() {
      return host.hashCode();
    }
  }

  private final Set<String> insecureRegistries;
  private final Map<Place, URI> settled = new ConcurrentHashMap<>();

  Origins(Set<String> insecureRegistries) {
    this.insecureRegistries = insecureRegistries;
  }

  /** {@return where the API of {@code endpoint} may be, in the order to try; none of no host} */
  List<URI> candidates(Endpoint endpoint) {
    URI known = settled.get(Place.of(endpoint));
    if (known != null) {
      return List.of(known);
    }
    String authority = apiHost(endpoint.host());
    Optional<URI> found = HttpUrl.find("https://" + authority);
    if (found.isEmpty()) {
      return List.of();
    }
    URI secure = found.get();
    URI clear = URI.create("http://" + authority);
    boolean insecure = insecureRegistries.contains(endpoint.host());
    List<URI> usual = insecure ? List.of(secure, clear) : List.of(secure);
    return switch (endpoint.settings().security()) {
      case CLEAR_TEXT -> List.of(clear);
      case TLS, UNVERIFIED -> usual;
      case USUAL -> isLoopback(secure.getHost()) ? List.of(clear, secure) : usual;
      case INSECURE ->
          isLoopback(secure.getHost()) ? List.of(clear, secure) : List.of(secure, clear);
    };
  }

  /** Remembers that {@code endpoint} speaks there. */
  void settle(Endpoint endpoint, URI origin) {
    settled.putIfAbsent(Place.of(endpoint), origin);
  }

  /** {@return whether the certificate at {@code uri} is to be checked when {@code at} is asked} */
  boolean isVerified(Endpoint at, URI uri) {
    if (insecureRegistries.contains(uri.getAuthority())) {
      return false;
    }
    return switch (at.settings().security()) {
      case INSECURE, UNVERIFIED -> !isOf(at, uri);
      case USUAL, TLS, CLEAR_TEXT -> true;
    };
  }

  /** {@return whether what {@code endpoint} is told in particular may be told {@code uri}} */
  static boolean mayTell(Endpoint endpoint, URI uri) {
    boolean agreed =
        isSecure(uri)
            || isLoopback(uri.getHost())
            || endpoint.settings().security() == Security.CLEAR_TEXT;
    return agreed && isOf(endpoint, uri);
  }

  /** {@return whether {@code uri} is at the host of {@code endpoint}} */
  private static boolean isOf(Endpoint endpoint, URI uri) {
    return apiHost(endpoint.host()).equalsIgnoreCase(uri.getAuthority());
  }

  private static String apiHost(String registry) {
    return RegistryHosts.apiHost(registry);
  }

  /** {@return whether two URLs have scheme, host and port in common} */
  static boolean isSame(URI one, URI other) {
    return one.getScheme().equalsIgnoreCase(other.getScheme())
        && one.getHost().equalsIgnoreCase(other.getHost())
        && port(one) == port(other);
  }

  static boolean isSecure(URI uri) {
    return uri.getScheme().equalsIgnoreCase("https");
  }

  private static int port(URI uri) {
    if (uri.getPort() >= 0) {
      return uri.getPort();
    }
    return isSecure(uri) ? 443 : 80;
  }

  private static boolean isLoopback(String host) {
    if (host.startsWith("[")) {
      return InetAddress.ofLiteral(host.substring(1, host.length() - 1)).isLoopbackAddress();
    }
    return host.equalsIgnoreCase("localhost") || IPV4_LOOPBACK.matcher(host).matches();
  }
}
