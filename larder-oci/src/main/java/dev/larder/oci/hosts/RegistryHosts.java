// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Where images are looked for. A {@code [[registry]]} of {@code registries.conf} that covers a
 * reference decides alone; only where there is none does the registry's {@code hosts.toml} count.
 * Files are read when they are first needed, and once. Safe for use by several threads.
 */
public final class RegistryHosts {
  private final HostsPaths paths;
  private final Map<String, Optional<HostsToml>> byRegistry = new HashMap<>();
  private @Nullable RegistriesConf registriesConf;

  private RegistryHosts(HostsPaths paths) {
    this.paths = paths;
  }

  /** {@return what the files at {@code paths} say; nothing is read yet} */
  public static RegistryHosts of(HostsPaths paths) {
    return new RegistryHosts(paths);
  }

  /**
   * {@return where {@code reference} is looked for, in that order} At least one.
   *
   * @throws HostsFileException if a file is not as it should be
   * @throws BlockedRegistryException if nothing may be pulled from there
   * @throws IOException if a file cannot be read
   */
  public synchronized List<Endpoint> endpoints(Reference reference) throws IOException {
    List<Endpoint> named = registriesConf().endpoints(reference);
    if (!named.isEmpty()) {
      return named;
    }
    Optional<HostsToml> hosts = hosts(reference.domain());
    return hosts.isPresent()
        ? hosts.get().endpoints(reference)
        : List.of(Endpoint.of(reference, HostSettings.USUAL));
  }

  /**
   * {@return what an alias of {@code registries.conf} says that a short name stands for}
   *
   * @param shortName a name without registry, tag and digest
   * @throws IOException as {@link #endpoints} does
   */
  public synchronized Optional<String> findAlias(String shortName) throws IOException {
    return registriesConf().findAlias(shortName);
  }

  private RegistriesConf registriesConf() throws IOException {
    if (registriesConf == null) {
      registriesConf = RegistriesConf.read(paths.findRegistriesConf());
    }
    return registriesConf;
  }

  private Optional<HostsToml> hosts(String registry) throws IOException {
    Optional<HostsToml> known = byRegistry.get(registry);
    if (known == null) {
      known = readHosts(registry);
      byRegistry.put(registry, known);
    }
    return known;
  }

  private Optional<HostsToml> readHosts(String registry) throws IOException {
    for (Path directory : paths.certsDirectories()) {
      Optional<Path> file = HostsToml.find(directory, registry);
      if (file.isPresent()) {
        return Optional.of(HostsToml.read(file.get(), registry));
      }
    }
    return Optional.empty();
  }
}
