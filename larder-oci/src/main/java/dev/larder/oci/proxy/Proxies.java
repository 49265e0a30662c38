// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.proxy;

import java.net.InetAddress;
import java.net.URI;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * Which proxy, if any, a request goes through. {@code localhost} and the loopback address are never
 * behind one, whatever is set. Immutable.
 */
public final class Proxies {
  /** The proxy of one scheme: where it is said, what it says, and what goes past it. */
  private record Setting(String name, String url, Exceptions exceptions) {}

  private final Map<String, Setting> settings;

  private Proxies(Map<String, Setting> settings) {
    this.settings = Map.copyOf(settings);
  }

  /** {@return none: every request goes straight} */
  public static Proxies none() {
    return new Proxies(Map.of());
  }

  /**
   * {@return one proxy for everything but what {@code noProxy} says}
   *
   * @param url the proxy's URL, {@code [http://][NAME[:PASSWORD]@]HOST[:PORT]}
   * @param noProxy what goes past it, as in {@code NO_PROXY}; may be empty
   * @throws IllegalArgumentException if {@code url} is none; the message does not show it
   */
  public static Proxies of(String url, String noProxy) {
    HttpProxy.parse(url);
    var setting = new Setting("the proxy's URL", url, NoProxy.parse(noProxy));
    return new Proxies(Map.of("http", setting, "https", setting));
  }

  /**
   * {@return what a user has set} For {@code https} URLs that is {@code https.proxyHost} and {@code
   * https.proxyPort} of the JVM (443 unless set), past which {@code http.nonProxyHosts} goes; else
   * the first of the variables {@code HTTPS_PROXY}, {@code https_proxy}, {@code ALL_PROXY}, {@code
   * all_proxy} that is not empty, past which {@code NO_PROXY} goes, else {@code no_proxy}, as Go
   * reads it. For {@code http} URLs it is the same with {@code http} for {@code https}, and port
   * 80. A value that names no proxy is told by {@link #find}, when it matters.
   *
   * @param environment the environment variables
   * @param properties the JVM's system properties
   */
  public static Proxies ofUser(Map<String, String> environment, Properties properties) {
    var settings = new HashMap<String, Setting>();
    for (String scheme : List.of("http", "https")) {
      findProperty(scheme, properties)
          .or(() -> findVariable(scheme, environment))
          .ifPresent(setting -> settings.put(scheme, setting));
    }
    return new Proxies(settings);
  }

  private static Optional<Setting> findProperty(String scheme, Properties properties) {
    String name = scheme + ".proxyHost";
    String host = properties.getProperty(name, "");
    if (host.isEmpty()) {
      return Optional.empty();
    }
    String port =
        properties.getProperty(scheme + ".proxyPort", scheme.equals("https") ? "443" : "80");
    boolean bareV6 = host.indexOf(':') >= 0 && !host.startsWith("[");
    return Optional.of(
        new Setting(
            name,
            "http://" + (bareV6 ? "[" + host + "]" : host) + ":" + port,
            nonProxyHosts(properties.getProperty("http.nonProxyHosts", ""))));
  }

  private static Optional<Setting> findVariable(String scheme, Map<String, String> environment) {
    Exceptions exceptions =
        NoProxy.parse(
            findSet(environment, "NO_PROXY")
                .map(name -> environment.getOrDefault(name, ""))
                .orElse(""));
    return findSet(environment, scheme.toUpperCase(Locale.ROOT) + "_PROXY", "ALL_PROXY")
        .map(name -> new Setting(name, environment.getOrDefault(name, ""), exceptions));
  }

  /** {@return the first variable, in capitals before small letters, that is not empty} */
  private static Optional<String> findSet(Map<String, String> environment, String... names) {
    return Arrays.stream(names)
        .<String>mapMulti(
            (name, next) -> {
              next.accept(name);
              next.accept(name.toLowerCase(Locale.ROOT));
            })
        .filter(name -> !environment.getOrDefault(name, "").isEmpty())
        .findFirst();
  }

  /** As the JDK's "Networking Properties" have it: patterns with {@code *} between bars. */
  private static Exceptions nonProxyHosts(String list) {
    List<Pattern> patterns = Arrays.stream(list.split("\\|", -1)).map(Proxies::pattern).toList();
    return (host, _) -> {
      String written = host.indexOf(':') < 0 ? host : "[" + host + "]";
      return patterns.stream().anyMatch(pattern -> pattern.matcher(written).matches());
    };
  }

  private static Pattern pattern(String entry) {
    return Pattern.compile(
        Arrays.stream(entry.strip().toLowerCase(Locale.ROOT).split("\\*", -1))
            .map(Pattern::quote)
            .collect(Collectors.joining(".*")));
  }

  /** {@return whether a proxy wants to know who we are, as far as its URL says so} */
  public boolean hasLogin() {
    return settings.values().stream().anyMatch(setting -> setting.url().indexOf('@') >= 0);
  }

  /**
   * {@return the proxy that a request for {@code uri} goes through, empty if it goes straight}
   *
   * @param uri an absolute HTTP or HTTPS URL
   * @throws InvalidProxyException if what is set for it names no proxy
   */
  public Optional<HttpProxy> find(URI uri) throws InvalidProxyException {
    String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
    Setting setting = settings.get(scheme);
    String host = uri.getHost().replaceAll("[\\[\\]]", "").toLowerCase(Locale.ROOT);
    if (setting == null || isLoopback(host)) {
      return Optional.empty();
    }
    int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
    if (setting.exceptions().has(host, port)) {
      return Optional.empty();
    }
    try {
      return Optional.of(HttpProxy.parse(setting.url()));
    } catch (IllegalArgumentException e) {
      throw new InvalidProxyException(setting.name(), String.valueOf(e.getMessage()));
    }
  }

  private static boolean isLoopback(String host) {
    return host.equals("localhost")
        || NoProxy.findAddress(host).filter(InetAddress::isLoopbackAddress).isPresent();
  }
}
