// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Where images are looked for. A {@code [[registry]]} of {@code registries.conf} that covers a
 * reference decides alone; only where there is none does the registry's {@code hosts.toml} count.
 * The files are read at each call, so that a change counts from the next one on. Safe for use by
 * several threads.
 */
public final class RegistryHosts {
  private static final Map<String, String> API_HOSTS =
      Map.of(Reference.DEFAULT_DOMAIN, "registry-1.docker.io");

  private final HostsPaths paths;

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
  public List<Endpoint> endpoints(Reference reference) throws IOException {
    List<Endpoint> named = registriesConf().endpoints(reference);
    if (!named.isEmpty()) {
      return named;
    }
    Optional<HostsToml> hosts = findHosts(reference.domain());
    return hosts.isPresent()
        ? hosts.get().endpoints(reference)
        : List.of(Endpoint.of(reference, HostSettings.USUAL));
  }

  /**
   * {@return how a registry itself is spoken to, whoever else may have its images} A {@code
   * [[registry]]} that covers all of it and leaves it where it is decides alone; then its {@code
   * hosts.toml}; then it is insecure where all that {@code registries.conf} has there is.
   *
   * @param registry the registry as it stands in references, {@code host[:port]}
   * @throws IOException as {@link #endpoints} does
   */
  public Endpoint registry(String registry) throws IOException {
    RegistriesConf conf = registriesConf();
    Optional<Security> said = conf.findSecurity(registry);
    if (said.isPresent()) {
      return itself(registry, said.get());
    }
    Optional<HostsToml> hosts = findHosts(registry);
    if (hosts.isPresent()) {
      return hosts.get().find(registry).orElseGet(() -> itself(registry, Security.USUAL));
    }
    return itself(registry, Security.of(conf.isInsecurePlace(registry)));
  }

  private static Endpoint itself(String registry, Security security) {
    return new Endpoint(registry, "", "", Set.of(Capability.values()), HostSettings.of(security));
  }

  /** {@return the {@code host[:port]} of a registry's API, which may differ from its name} */
  public static String apiHost(String registry) {
    return API_HOSTS.getOrDefault(registry, registry);
  }

  /** {@return whether {@code host} is where the API of {@code registry} is} */
  public static boolean isHostOf(String registry, String host) {
    return apiHost(registry).equals(apiHost(host));
  }

  private RegistriesConf registriesConf() throws IOException {
    return RegistriesConf.read(paths.findRegistriesConf());
  }

  private Optional<HostsToml> findHosts(String registry) throws IOException {
    for (Path directory : paths.certsDirectories()) {
      Optional<Path> found = HostsToml.findDirectory(directory, registry);
      if (found.isPresent()) {
        return HostsToml.readIn(found.get(), registry);
      }
    }
    return Optional.empty();
  }
}
