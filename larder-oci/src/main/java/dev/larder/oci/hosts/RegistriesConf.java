// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.InvalidReferenceException;
import dev.larder.oci.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * What {@code registries.conf} and its drop-ins say of registries: containers-registries.conf(5),
 * version 2. {@link ShortNames} reads their aliases.
 */
final class RegistriesConf {
  private static final String ANY_SUBDOMAIN = "*.";

  /**
   * How a line begins that says something of a registry, in version 1 or 2; or an escape, which may
   * stand for any letter. Most files of a machine have none, only aliases of short names, one of
   * them for an image called registry; and parsing them takes a tenth of a second of a short pull.
   */
  private static final Pattern REGISTRY =
      Pattern.compile(
          "(?m)^\\s*(\\[\\[?\\s*[\"']?registr(y|ies)\\b|registr(y|ies)\\s*[=.]"
              + "|[\"']registr(y|ies)[\"']\\s*[=.]\\s*[^\\s\"'])|\\\\");

  /** What version 1 says of registries; where it searches for images is not asked here. */
  private static final List<String> OF_VERSION_1 = List.of("insecure", "block");

  private final Map<String, Registry> registries = new LinkedHashMap<>();

  private record Registry(
      String prefix,
      String location,
      boolean insecure,
      boolean blocked,
      boolean mirrorByDigestOnly,
      List<Mirror> mirrors) {}

  private record Mirror(String location, boolean insecure, boolean byDigest, boolean byTag) {}

  /** {@return what the files say, of which a later one overrides what an earlier one says} */
  static RegistriesConf read(List<Path> files) throws IOException {
    var conf = new RegistriesConf();
    for (Path file : files) {
      Optional<TomlSettings> settings = TomlSettings.readIf(file, REGISTRY);
      if (settings.isPresent()) {
        conf.add(settings.get());
      }
    }
    return conf;
  }

  private void add(TomlSettings file) throws HostsFileException {
    requireVersion2(file);
    var ofFile = new HashMap<String, Registry>();
    for (TomlSettings table : file.tables("registry")) {
      Registry registry = registry(table);
      ofFile.putIfAbsent(registry.prefix(), registry);
    }
    registries.putAll(ofFile);
  }

  private static void requireVersion2(TomlSettings file) throws HostsFileException {
    Optional<TomlSettings> old = file.findTable("registries");
    if (old.isPresent()) {
      for (String kind : OF_VERSION_1) {
        Optional<TomlSettings> table = old.get().findTable(kind);
        if (table.isPresent() && !table.get().texts("registries").isEmpty()) {
          throw old.get().failure(kind, "is of version 1, which is not read: say [[registry]]");
        }
      }
    }
  }

  private static Registry registry(TomlSettings table) throws HostsFileException {
    String location = location(table, "location");
    String prefix = text(table, "prefix");
    if (prefix.startsWith(ANY_SUBDOMAIN)
        && (prefix.indexOf('/') >= 0 || prefix.indexOf(':') >= 0)) {
      throw table.failure("prefix", "has more than a domain behind " + ANY_SUBDOMAIN);
    }
    if (prefix.lastIndexOf('*') >= (prefix.startsWith(ANY_SUBDOMAIN) ? 1 : 0)) {
      throw table.failure("prefix", "has a * that does not begin it as " + ANY_SUBDOMAIN);
    }
    if (prefix.isEmpty()) {
      prefix = location;
    }
    if (prefix.isEmpty()) {
      throw table.failure(
          table.keys().isEmpty() ? "registry" : table.keys().getFirst(),
          "is of a [[registry]] with neither prefix nor location");
    }
    var mirrors = new ArrayList<Mirror>();
    for (TomlSettings mirror : table.tables("mirror")) {
      mirrors.add(mirror(mirror));
    }
    return new Registry(
        prefix,
        location.isEmpty() && !prefix.startsWith(ANY_SUBDOMAIN) ? prefix : location,
        table.findFlag("insecure").orElse(false),
        table.findFlag("blocked").orElse(false),
        table.findFlag("mirror-by-digest-only").orElse(false),
        mirrors);
  }

  private static Mirror mirror(TomlSettings table) throws HostsFileException {
    String location = location(table, "location");
    if (location.isEmpty()) {
      throw table.failure(
          table.keys().isEmpty() ? "mirror" : table.keys().getFirst(),
          "is of a mirror without location");
    }
    String pull = table.findText("pull-from-mirror").orElse("");
    boolean byDigest;
    boolean byTag;
    switch (pull) {
      case "", "all" -> byDigest = byTag = true;
      case "digest-only" -> {
        byDigest = true;
        byTag = false;
      }
      case "tag-only" -> {
        byDigest = false;
        byTag = true;
      }
      default ->
          throw table.failure("pull-from-mirror", "is none of all, digest-only and tag-only");
    }
    return new Mirror(location, table.findFlag("insecure").orElse(false), byDigest, byTag);
  }

  private static String location(TomlSettings table, String key) throws HostsFileException {
    String location = text(table, key);
    if (location.isEmpty()) {
      return location;
    }
    String host = Reference.hostOf(location);
    if (host.indexOf('.') < 0 && host.indexOf(':') < 0 && !host.equals("localhost")) {
      throw table.failure(key, "does not begin with a host");
    }
    String path = location.substring(host.length());
    if (path.indexOf(':') >= 0 || location.indexOf('@') >= 0) {
      throw table.failure(key, "has a tag or a digest, and a place is wanted");
    }
    return location;
  }

  private static String text(TomlSettings table, String key) throws HostsFileException {
    String text = table.findText(key).orElse("");
    if (text.contains("://")) {
      throw table.failure(key, "is a URL, and HOST[:PORT][/PATH] is wanted");
    }
    return TomlSettings.withoutSlashesAtTheEnd(text);
  }

  /** {@return where to look, in that order; empty if nothing is said of this reference} */
  List<Endpoint> endpoints(Reference reference) throws IOException {
    String name = reference.toString();
    Registry best = findBest(name, reference.domain());
    if (best == null) {
      return List.of();
    }
    requireAllowed(best);
    String rest = name.substring(matchedLength(best.prefix(), name, reference.domain()));
    var endpoints = new ArrayList<Endpoint>();
    boolean digest = reference.digest().isPresent();
    for (Mirror mirror : best.mirrors()) {
      boolean wanted = digest ? mirror.byDigest() : mirror.byTag() && !best.mirrorByDigestOnly();
      if (wanted) {
        endpoints.add(endpoint(reference, mirror.location() + rest, mirror.insecure()));
      }
    }
    String own = best.location().isEmpty() ? name : best.location() + rest;
    endpoints.add(endpoint(reference, own, best.insecure()));
    return endpoints;
  }

  private @Nullable Registry findBest(String name, String domain) {
    Registry best = null;
    for (Registry registry : registries.values()) {
      boolean longer = best == null || registry.prefix().length() > best.prefix().length();
      if (longer && matchedLength(registry.prefix(), name, domain) >= 0) {
        best = registry;
      }
    }
    return best;
  }

  private static void requireAllowed(Registry registry) throws BlockedRegistryException {
    if (registry.blocked()) {
      throw new BlockedRegistryException("registries.conf blocks " + registry.prefix());
    }
  }

  /**
   * {@return how the host of a registry is spoken to, if what covers all of that registry leaves it
   * where it is}
   *
   * @throws BlockedRegistryException if the whole registry is blocked
   */
  Optional<Security> findSecurity(String registry) throws BlockedRegistryException {
    Registry best = findBest(registry, registry);
    if (best == null) {
      return Optional.empty();
    }
    requireAllowed(best);
    boolean stays = best.location().isEmpty() || Reference.hostOf(best.location()).equals(registry);
    return stays ? Optional.of(Security.of(best.insecure())) : Optional.empty();
  }

  /** {@return whether places are looked for at {@code host}, and all of them may be insecure} */
  boolean isInsecurePlace(String host) {
    var places = new ArrayList<Boolean>();
    for (Registry registry : registries.values()) {
      if (Reference.hostOf(registry.location()).equals(host)) {
        places.add(registry.insecure());
      }
      for (Mirror mirror : registry.mirrors()) {
        if (Reference.hostOf(mirror.location()).equals(host)) {
          places.add(mirror.insecure());
        }
      }
    }
    return !places.isEmpty() && !places.contains(false);
  }

  /** {@return how much of {@code name} a prefix covers, -1 if it is not one of it} */
  private static int matchedLength(String prefix, String name, String domain) {
    if (prefix.startsWith(ANY_SUBDOMAIN)) {
      int colon = domain.indexOf(':');
      String host = colon < 0 ? domain : domain.substring(0, colon);
      return host.endsWith(prefix.substring(1)) ? host.length() : -1;
    }
    if (!name.startsWith(prefix)) {
      return -1;
    }
    boolean ends =
        name.length() == prefix.length() || "/:@".indexOf(name.charAt(prefix.length())) >= 0;
    return ends ? prefix.length() : -1;
  }

  private static Endpoint endpoint(Reference asked, String rewritten, boolean insecure)
      throws IOException {
    try {
      Reference there = Reference.parse(rewritten);
      // What names no host would be Docker Hub's.
      if (rewritten.indexOf('/') > 0) {
        return Endpoint.of(there, HostSettings.of(Security.of(insecure)));
      }
    } catch (InvalidReferenceException ignored) { // said below
    }
    throw new BlockedRegistryException(
        "registries.conf rewrites " + asked + " to " + rewritten + ", which is no reference");
  }
}
