// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import dev.larder.oci.registry.Credentials;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Where a user's logins are: containers-auth.json(5), and Docker's {@code config.json}. */
public final class LoginFiles {
  private final Map<String, String> environment;

  private LoginFiles(Map<String, String> environment) {
    this.environment = Map.copyOf(environment);
  }

  /**
   * {@return the logins of a user} The first file that has one for a registry, or for a part of it
   * that a repository is in, counts: {@code $REGISTRY_AUTH_FILE} alone where it is set; else {@code
   * $DOCKER_CONFIG/config.json}, {@code $XDG_RUNTIME_DIR/containers/auth.json}, {@code
   * $XDG_CONFIG_HOME/containers/auth.json} ({@code ~/.config} unless set), {@code
   * ~/.docker/config.json}. They are read when a registry asks who we are, each time, so that a
   * login made meanwhile counts.
   *
   * @param environment the environment variables; {@code HOME} and {@code PATH} count too
   */
  public static Credentials ofUser(Map<String, String> environment) {
    var credentials = Credentials.anonymous();
    for (var file : all(environment)) {
      credentials = credentials.or(file);
    }
    return credentials;
  }

  /** {@return the files that logins of a user may be in, in the order in which they count} */
  public static List<LoginFile> all(Map<String, String> environment) {
    return new LoginFiles(environment).read();
  }

  /**
   * {@return the file that a login of the user is written to: {@code $REGISTRY_AUTH_FILE}, else
   * Docker's}
   *
   * @param environment the environment variables
   * @throws IllegalArgumentException if they name none, not even a {@code HOME}
   */
  public static LoginFile written(Map<String, String> environment) {
    var files = all(environment);
    if (files.isEmpty()) {
      throw new IllegalArgumentException("there is no HOME to keep a login in");
    }
    boolean docker = !environment.getOrDefault("DOCKER_CONFIG", "").isEmpty();
    return docker ? files.getFirst() : files.getLast();
  }

  private List<LoginFile> read() {
    if (isSet("REGISTRY_AUTH_FILE")) {
      return List.of(file("REGISTRY_AUTH_FILE"));
    }
    var files = new ArrayList<LoginFile>();
    add(files, "DOCKER_CONFIG", "config.json");
    add(files, "XDG_RUNTIME_DIR", "containers", "auth.json");
    if (isSet("XDG_CONFIG_HOME")) {
      add(files, "XDG_CONFIG_HOME", "containers", "auth.json");
    } else {
      add(files, "HOME", ".config", "containers", "auth.json");
    }
    if (!isSet("DOCKER_CONFIG")) {
      add(files, "HOME", ".docker", "config.json");
    }
    return files;
  }

  private void add(List<LoginFile> files, String variable, String... names) {
    if (isSet(variable)) {
      files.add(file(variable, names));
    }
  }

  private boolean isSet(String variable) {
    return !environment.getOrDefault(variable, "").isEmpty();
  }

  private LoginFile file(String variable, String... names) {
    return new LoginFile(Path.of(environment.getOrDefault(variable, ""), names), environment);
  }
}
