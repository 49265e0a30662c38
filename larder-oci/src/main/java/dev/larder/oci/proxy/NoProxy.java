// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.proxy;

import java.net.InetAddress;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The exceptions of {@code NO_PROXY} as Go's {@code golang.org/x/net/http/httpproxy} reads them:
 * names, addresses and networks between commas. {@code example.com} is that host and all below it,
 * {@code .example.com} and {@code *.example.com} those below alone; a port may follow a name or an
 * address; {@code *} is everything.
 */
final class NoProxy {
  private static final Pattern IPV4 = Pattern.compile("\\d{1,3}(\\.\\d{1,3}){3}");
  private static final Pattern NETWORK = Pattern.compile("(?<address>[^/]+)/(?<bits>\\d{1,3})");
  private static final Pattern WITH_PORT =
      Pattern.compile("(\\[(?<v6>[^\\[\\]]*)]|(?<name>[^:\\[\\]]*))(:(?<port>\\d*))?");

  private NoProxy() {}

  static Exceptions parse(String list) {
    var entries = new ArrayList<Exceptions>();
    for (String part : list.toLowerCase(Locale.ROOT).split(",", -1)) {
      String entry = part.strip();
      if (entry.equals("*")) {
        return (host, port) -> true;
      }
      findEntry(entry).ifPresent(entries::add);
    }
    List<Exceptions> all = List.copyOf(entries);
    return (host, port) -> all.stream().anyMatch(entry -> entry.has(host, port));
  }

  private static Optional<Exceptions> findEntry(String entry) {
    Matcher network = NETWORK.matcher(entry);
    if (network.matches()) {
      return findAddress(network.group("address"))
          .flatMap(address -> findNetwork(address, Integer.parseInt(network.group("bits"))));
    }
    Matcher parts = WITH_PORT.matcher(entry);
    boolean split = parts.matches(); // a bare IPv6 address does not
    String port = split && parts.group("port") != null ? parts.group("port") : "";
    String host =
        split ? (parts.group("v6") == null ? parts.group("name") : parts.group("v6")) : entry;
    if (host.isEmpty()) {
      return Optional.empty();
    }
    Optional<InetAddress> address = findAddress(host);
    Exceptions byHost =
        address.isPresent()
            ? (asked, _) -> findAddress(asked).filter(address.get()::equals).isPresent()
            : domain(host);
    return Optional.of(
        port.isEmpty()
            ? byHost
            : (asked, askedPort) ->
                port.equals(Integer.toString(askedPort)) && byHost.has(asked, askedPort));
  }

  private static Exceptions domain(String entry) {
    String name = entry.startsWith("*.") ? entry.substring(1) : entry;
    String suffix = name.startsWith(".") ? name : "." + name;
    return (host, _) -> host.endsWith(suffix) || host.equals(name);
  }

  private static Optional<Exceptions> findNetwork(InetAddress network, int bits) {
    byte[] prefix = network.getAddress();
    if (bits > prefix.length * Byte.SIZE) {
      return Optional.empty();
    }
    return Optional.of(
        (host, _) ->
            findAddress(host)
                .filter(address -> startsWith(address.getAddress(), prefix, bits))
                .isPresent());
  }

  private static boolean startsWith(byte[] address, byte[] prefix, int bits) {
    if (address.length != prefix.length) {
      return false;
    }
    for (int bit = 0; bit < bits; bit++) {
      int mask = 0x80 >> (bit % Byte.SIZE);
      if (((address[bit / Byte.SIZE] ^ prefix[bit / Byte.SIZE]) & mask) != 0) {
        return false;
      }
    }
    return true;
  }

  /** {@return the address that {@code text} is, without asking for names} */
  static Optional<InetAddress> findAddress(String text) {
    if (text.indexOf(':') < 0 && !IPV4.matcher(text).matches()) {
      return Optional.empty();
    }
    try {
      return Optional.of(InetAddress.ofLiteral(text));
    } catch (IllegalArgumentException ignored) { // empty says so
      return Optional.empty();
    }
  }
}
