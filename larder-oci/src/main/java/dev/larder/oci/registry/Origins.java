// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Reference;
import java.net.InetAddress;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Pattern;

/**
 * Where a registry's API is: the scheme, host and port that stand before every path. This is the
 * one place that knows hosts.
 *
 * <p>A registry is spoken to over TLS. A registry on the loopback address may speak clear text, and
 * most do, so that is tried first there: nobody is between, and a process that never speaks TLS
 * need not load it. A registry that the user calls insecure is tried over TLS first, its
 * certificate unchecked, then in clear text, as Docker does. What answers is remembered.
 */
final class Origins {
  /** Registries whose API has another host than their name. */
  private static final Map<String, String> API_HOSTS =
      Map.of(Reference.DEFAULT_DOMAIN, "registry-1.docker.io");

  private static final Pattern IPV4_LOOPBACK =
      Pattern.compile("127\\.\\d{1,3}\\.\\d{1,3}\\.\\d{1,3}");

  private final Set<String> insecureRegistries;
  private final Map<String, URI> settled = new ConcurrentHashMap<>();

  Origins(Set<String> insecureRegistries) {
    this.insecureRegistries = insecureRegistries;
  }

  /** {@return where the registry may be, in the order to try} */
  List<URI> candidates(String registry) {
    URI known = settled.get(registry);
    if (known != null) {
      return List.of(known);
    }
    String authority = API_HOSTS.getOrDefault(registry, registry);
    URI secure = URI.create("https://" + authority);
    URI clear = URI.create("http://" + authority);
    if (isLoopback(secure.getHost())) {
      return List.of(clear, secure);
    }
    return insecureRegistries.contains(registry) ? List.of(secure, clear) : List.of(secure);
  }

  /** Remembers that the registry speaks there. */
  void settle(String registry, URI origin) {
    settled.putIfAbsent(registry, origin);
  }

  /** {@return whether certificates at {@code uri} are to be checked} */
  boolean isVerified(URI uri) {
    return !insecureRegistries.contains(uri.getAuthority());
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
