// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Which files say where registries are.
 *
 * @param registriesConf files, and directories whose {@code *.conf} count in the order of their
 *     names; a later one overrides an earlier one, and one that is not there says nothing
 * @param certsDirectories directories of {@code HOST/hosts.toml}, of which the first that has one
 *     for a registry counts
 */
public record HostsPaths(List<Path> registriesConf, List<Path> certsDirectories) {
  private static final Path SYSTEM = Path.of("/etc/containers");

  /** No file: every registry is where its name says. */
  public static final HostsPaths NONE = new HostsPaths(List.of(), List.of());

  /** Copies what it is given. */
  public HostsPaths {
    registriesConf = List.copyOf(registriesConf);
    certsDirectories = List.copyOf(certsDirectories);
  }

  /**
   * {@return the files of a user: {@code $CONTAINERS_REGISTRIES_CONF}, else {@code
   * $XDG_CONFIG_HOME/containers/registries.conf} ({@code ~/.config} unless set), else that of
   * {@code /etc/containers}; then {@code registries.conf.d} there, then the user's; and {@code
   * /etc/containerd/certs.d}}
   *
   * @param environment the environment variables; {@code HOME} counts too
   */
  public static HostsPaths ofUser(Map<String, String> environment) {
    var sources = new ArrayList<Path>();
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", "");
    var user = new ArrayList<Path>();
    if (!config.isEmpty()) {
      user.add(Path.of(config, "containers"));
    } else if (!home.isEmpty()) {
      user.add(Path.of(home, ".config", "containers"));
    }
    String given = environment.getOrDefault("CONTAINERS_REGISTRIES_CONF", "");
    sources.add(
        given.isEmpty()
            ? Stream.concat(user.stream(), Stream.of(SYSTEM))
                .map(directory -> directory.resolve("registries.conf"))
                .filter(Files::exists)
                .findFirst()
                .orElse(SYSTEM.resolve("registries.conf"))
            : Path.of(given));
    sources.add(SYSTEM.resolve("registries.conf.d"));
    user.forEach(directory -> sources.add(directory.resolve("registries.conf.d")));
    return new HostsPaths(sources, List.of(Path.of("/etc/containerd/certs.d")));
  }

  /** {@return the files of {@link #registriesConf} that are there} */
  List<Path> findRegistriesConf() throws IOException {
    var files = new ArrayList<Path>();
    for (Path source : registriesConf) {
      if (Files.isDirectory(source)) {
        try (Stream<Path> found = Files.list(source)) {
          found.filter(file -> file.toString().endsWith(".conf")).sorted().forEach(files::add);
        }
      } else if (Files.exists(source)) {
        files.add(source);
      }
    }
    return files;
  }
}
