// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.Reference;
import java.io.IOException;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/** A {@code hosts.toml} as containerd's docs/hosts.md describes it. */
final class HostsToml {
  private static final String NAME = "hosts.toml";

  /** RFC 9110, 5.6.2; without those that HTTP sets by itself. */
  private static final Pattern FIELD_NAME =
      Pattern.compile(
          "(?i)(?!(connection|content-length|expect|host|upgrade)$)[!#$%&'*+.^_`|~0-9a-z-]+");

  private static final Pattern FIELD_VALUE = Pattern.compile("[\\t\\x20-\\x7e]*");

  private record Host(String address, Set<Capability> capabilities, HostSettings settings) {}

  private final List<Host> hosts;

  private HostsToml(List<Host> hosts) {
    this.hosts = List.copyOf(hosts);
  }

  /**
   * {@return the directory of a registry, {@code host[:port]}, or that of all others} It counts
   * even where there is no file in it, which then says nothing.
   */
  static Optional<Path> findDirectory(Path directory, String registry) {
    int colon = registry.lastIndexOf(':');
    var names = new ArrayList<String>();
    if (colon > 0) {
      names.add(registry.substring(0, colon) + "_" + registry.substring(colon + 1) + "_");
    }
    names.add(registry);
    names.add("_default");
    return names.stream().map(directory::resolve).filter(Files::isDirectory).findFirst();
  }

  /** {@return what the file in the directory of {@code registry} says, if there is one} */
  static Optional<HostsToml> readIn(Path directory, String registry) throws IOException {
    Path file = directory.resolve(NAME);
    return Files.exists(file) ? Optional.of(read(file, registry)) : Optional.empty();
  }

  /** {@return what {@code file} says of {@code registry}, the server last} */
  private static HostsToml read(Path file, String registry) throws IOException {
    TomlSettings root = TomlSettings.read(file);
    var hosts = new ArrayList<Host>();
    Optional<TomlSettings> tables = root.findTable("host");
    if (tables.isPresent()) {
      for (String url : tables.get().keys()) {
        TomlSettings table = tables.get().findTable(url).orElseThrow();
        hosts.add(host(file, url, table, () -> tables.get().hiding(url)));
      }
    }
    String server = root.findText("server").orElse(registry);
    hosts.add(host(file, server, root, () -> root.failure("server", "is no HTTP URL")));
    return new HostsToml(hosts);
  }

  @FunctionalInterface
  private interface Failure {
    HostsFileException failure();
  }

  private static Host host(Path file, String url, TomlSettings table, Failure noUrl)
      throws IOException {
    URI uri = uri(url, noUrl);
    boolean clear = uri.getScheme().equalsIgnoreCase("http");
    boolean unverified = table.findFlag("skip_verify").orElse(false);
    boolean said = url.contains("://");
    Security security =
        clear
            ? unverified ? Security.INSECURE : Security.CLEAR_TEXT
            : unverified ? Security.UNVERIFIED : said ? Security.TLS : Security.USUAL;
    var settings =
        new HostSettings(
            apiPath(uri, table.findFlag("override_path").orElse(false)),
            security,
            table.texts("ca").stream().map(file::resolveSibling).toList(),
            clients(file, table),
            headers(table));
    return new Host(uri.getRawAuthority(), capabilities(table), settings);
  }

  private static URI uri(String url, Failure noUrl) throws HostsFileException {
    try {
      var uri = new URI(url.contains("://") ? url : "https://" + url);
      String scheme = uri.getScheme().toLowerCase(Locale.ROOT);
      boolean http = scheme.equals("http") || scheme.equals("https");
      if (http && uri.getHost() != null && uri.getRawUserInfo() == null) {
        return uri;
      }
    } catch (URISyntaxException ignored) { // its message may hold what is secret
    }
    throw noUrl.failure();
  }

  private static String apiPath(URI uri, boolean overridden) {
    String base = TomlSettings.withoutSlashesAtTheEnd(uri.getRawPath());
    return overridden || base.endsWith("/v2") ? base : base + "/v2";
  }

  private static Set<Capability> capabilities(TomlSettings table) throws HostsFileException {
    List<String> said = table.texts("capabilities");
    if (said.isEmpty()) {
      return Set.of(Capability.values());
    }
    var capabilities = EnumSet.noneOf(Capability.class);
    for (String capability : said) {
      switch (capability.toLowerCase(Locale.ROOT)) {
        case "pull" -> capabilities.add(Capability.PULL);
        case "resolve" -> capabilities.add(Capability.RESOLVE);
        case "push", "referrers" -> {} // larder asks for neither
        default -> throw table.failure("capabilities", "has " + capability + ", which is none");
      }
    }
    return capabilities;
  }

  private static List<ClientCertificate> clients(Path file, TomlSettings table)
      throws HostsFileException {
    var clients = new ArrayList<ClientCertificate>();
    for (List<String> pair : table.textLists("client")) {
      if (pair.isEmpty() || pair.size() > 2) {
        throw table.failure("client", "has what is no pair of certificate and key");
      }
      Path certificate = file.resolveSibling(pair.getFirst());
      boolean together = pair.size() == 1 || pair.getLast().isEmpty();
      clients.add(
          new ClientCertificate(
              certificate, together ? certificate : file.resolveSibling(pair.getLast())));
    }
    return clients;
  }

  private static Map<String, List<String>> headers(TomlSettings table) throws HostsFileException {
    var headers = new LinkedHashMap<String, List<String>>();
    Optional<TomlSettings> fields = table.findTable("header");
    if (fields.isPresent()) {
      for (String name : fields.get().keys()) {
        List<String> values = fields.get().texts(name);
        boolean sound = values.stream().allMatch(value -> FIELD_VALUE.matcher(value).matches());
        if (!FIELD_NAME.matcher(name).matches() || !sound) {
          throw fields.get().failure(name, "is no field that can be sent");
        }
        headers.put(name, values);
      }
    }
    return headers;
  }

  /** {@return the registry itself, if it is one of the hosts} */
  Optional<Endpoint> find(String registry) {
    return hosts.stream()
        .filter(host -> RegistryHosts.isHostOf(registry, host.address()))
        .map(host -> new Endpoint(registry, "", "", host.capabilities(), host.settings()))
        .findFirst();
  }

  List<Endpoint> endpoints(Reference reference) {
    return hosts.stream()
        .map(
            host ->
                new Endpoint(
                    host.address(),
                    reference.path(),
                    reference.domain(),
                    host.capabilities(),
                    host.settings()))
        .toList();
  }
}
