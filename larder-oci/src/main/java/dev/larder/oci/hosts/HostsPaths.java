// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * Which files say where registries are. What is not there says nothing, unless said otherwise.
 *
 * @param registriesConf files, of which the first that is there counts; one alone must be there
 * @param dropIns directories whose {@code *.conf}, in the order of their names, override what is
 *     before them; only that beside the file if it is the first of several
 * @param certsDirectories directories of {@code HOST/hosts.toml}, of which the first that has a
 *     directory for a registry counts, with a file in it or not
 */
public record HostsPaths(
    List<Path> registriesConf, List<Path> dropIns, List<Path> certsDirectories) {
  /** No file: every registry is where its name says. */
  public static final HostsPaths NONE = new HostsPaths(List.of(), List.of(), List.of());

  private static final Path SYSTEM = Path.of("/etc/containers");
  private static final Path CERTS = Path.of("/etc/containerd/certs.d");
  private static final String FILE = "registries.conf";
  private static final String DROP_INS = "registries.conf.d";

  /** Copies what it is given. */
  public HostsPaths {
    registriesConf = List.copyOf(registriesConf);
    dropIns = List.copyOf(dropIns);
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
    var files = new ArrayList<Path>();
    var dropIns = new ArrayList<>(List.of(SYSTEM.resolve(DROP_INS)));
    String given = environment.getOrDefault("CONTAINERS_REGISTRIES_CONF", "");
    String config = environment.getOrDefault("XDG_CONFIG_HOME", "");
    String home = environment.getOrDefault("HOME", System.getProperty("user.home", "/"));
    Path user = config.isEmpty() ? Path.of(home, ".config") : Path.of(config);
    files.add(user.resolve("containers").resolve(FILE));
    dropIns.add(user.resolve("containers").resolve(DROP_INS));
    files.add(SYSTEM.resolve(FILE));
    return new HostsPaths(
        given.isEmpty() ? files : List.of(Path.of(given)), dropIns, List.of(CERTS));
  }

  /** {@return the files that are there, later ones overriding earlier ones} */
  List<Path> findRegistriesConf() throws IOException {
    var files = new ArrayList<Path>();
    registriesConf.stream().filter(Files::exists).findFirst().ifPresent(files::add);
    if (files.isEmpty() && registriesConf.size() == 1) {
      throw new HostsFileException(registriesConf.getFirst(), "is not there");
    }
    boolean own = registriesConf.size() > 1 && files.contains(registriesConf.getFirst());
    for (Path directory : dropIns) {
      boolean beside =
          own && Objects.equals(directory.getParent(), registriesConf.getFirst().getParent());
      if (Files.isDirectory(directory) && (beside || !own)) {
        files.addAll(dropInsOf(directory));
      }
    }
    return files;
  }

  private static List<Path> dropInsOf(Path directory) throws HostsFileException {
    try (Stream<Path> found = Files.list(directory)) {
      return found
          .filter(file -> file.toString().endsWith(".conf") && Files.isRegularFile(file))
          .sorted()
          .toList();
    } catch (IOException e) {
      throw HostsFileException.unreadable(directory, e);
    }
  }
}
