// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.proxy;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A proxy that is spoken to over HTTP in clear text: it forwards requests of such URLs, and opens
 * tunnels by {@code CONNECT} for TLS.
 *
 * @param host its name or address, IPv6 without brackets
 * @param port its port, 1 to 65535
 * @param userInfo {@code name:password} as it is sent to the proxy alone, empty for none
 */
public record HttpProxy(String host, int port, String userInfo) {
  private static final int DEFAULT_PORT = 80;
  private static final int LAST_PORT = 65_535;

  private static final Pattern SCHEME = Pattern.compile("(?<scheme>[A-Za-z][A-Za-z0-9+.-]*)://.*");
  private static final Pattern AUTHORITY =
      Pattern.compile("(\\[(?<v6>[0-9A-Fa-f:.]+)]|(?<name>[^\\[\\]:\\s]+))(:(?<port>\\d{1,5}))?");

  /** Checks that there is a host and a port. */
  public HttpProxy {
    if (host.isEmpty() || port < 1 || port > LAST_PORT) {
      throw new IllegalArgumentException("a proxy has a host and a port of 1 to " + LAST_PORT);
    }
  }

  /**
   * {@return the proxy of a URL, {@code [http://][NAME[:PASSWORD]@]HOST[:PORT]}} The port is 80
   * unless given, and what a name or password may not hold is percent-encoded, as Go has both.
   *
   * @throws IllegalArgumentException if it is none; the message does not show the URL
   */
  public static HttpProxy parse(String url) {
    Matcher scheme = SCHEME.matcher(url);
    if (scheme.matches() && !scheme.group("scheme").equalsIgnoreCase("http")) {
      throw new IllegalArgumentException(
          "names a proxy to be spoken to by "
              + scheme.group("scheme")
              + ", and only http is supported");
    }
    String rest = scheme.matches() ? url.substring(scheme.end("scheme") + "://".length()) : url;
    String authority = rest.replaceFirst("[/?#].*", "");
    int at = authority.lastIndexOf('@');
    Matcher parts = AUTHORITY.matcher(authority.substring(at + 1));
    if (!parts.matches()) {
      throw notOne();
    }
    String port = parts.group("port");
    String name = parts.group("name");
    return new HttpProxy(
        name == null ? parts.group("v6") : name,
        port == null ? DEFAULT_PORT : Integer.parseInt(port),
        decode(authority.substring(0, Math.max(at, 0))));
  }

  private static String decode(String userInfo) {
    try {
      return URLDecoder.decode(userInfo.replace("+", "%2B"), StandardCharsets.UTF_8);
    } catch (IllegalArgumentException ignored) { // its message would show the password
      throw notOne();
    }
  }

  private static IllegalArgumentException notOne() {
    return new IllegalArgumentException("is no http://HOST:PORT");
  }

  /** {@return where it is, {@code host:port}} */
  public String address() {
    return (host.indexOf(':') < 0 ? host : "[" + host + "]") + ":" + port;
  }

  /** {@return what the field {@code Proxy-Authorization} says, empty if we are nobody there} */
  public Optional<String> authorization() {
    if (userInfo.isEmpty()) {
      return Optional.empty();
    }
    String login = userInfo.indexOf(':') < 0 ? userInfo + ":" : userInfo;
    return Optional.of(
        "Basic " + Base64.getEncoder().encodeToString(login.getBytes(StandardCharsets.UTF_8)));
  }

  /** {@return the address, never the credentials} */
  @Override
  public String toString() {
    return address();
  }
}
