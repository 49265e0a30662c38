// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Optional;

/** URLs that a stranger named. What is wrong with one is not told, since it may be signed. */
final class HttpUrl {
  /** A URI may have any number. */
  private static final int LAST_PORT = 65_535;

  private HttpUrl() {}

  /** {@return the absolute HTTP or HTTPS URL that {@code text} is, empty if it is none} */
  static Optional<URI> find(String text) {
    return parse(text).filter(HttpUrl::isHttp);
  }

  /** {@return what {@code text} means at {@code base}, empty if that is not HTTP or HTTPS} */
  static Optional<URI> resolve(URI base, String text) {
    return parse(text).map(base::resolve).filter(HttpUrl::isHttp);
  }

  private static Optional<URI> parse(String text) {
    try {
      return Optional.of(new URI(text));
    } catch (URISyntaxException ignored) { // empty says so
      return Optional.empty();
    }
  }

  private static boolean isHttp(URI uri) {
    return uri.getHost() != null
        && uri.getPort() <= LAST_PORT
        && uri.getScheme() != null
        && (uri.getScheme().equalsIgnoreCase("https") || uri.getScheme().equalsIgnoreCase("http"));
  }
}
