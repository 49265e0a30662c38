// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Reference;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;

/**
 * The names and passwords that {@code docker login} wrote into {@code config.json}. A file that
 * does not exist has none. It is read each time, so that a login made meanwhile counts.
 */
public final class DockerConfig implements Credentials {
  private static final int LIMIT_BYTES = 1 << 20;

  private final Path file;

  /** Credentials from {@code file}. */
  public DockerConfig(Path file) {
    this.file = file;
  }

  /**
   * {@return credentials from the file that Docker itself reads}
   *
   * @param environment the environment variables, of which {@code DOCKER_CONFIG} and {@code HOME}
   *     count
   */
  public static Credentials ofUser(Map<String, String> environment) {
    String directory = environment.getOrDefault("DOCKER_CONFIG", "");
    if (!directory.isEmpty()) {
      return new DockerConfig(Path.of(directory, "config.json"));
    }
    String home = environment.getOrDefault("HOME", "");
    return home.isEmpty()
        ? Credentials.anonymous()
        : new DockerConfig(Path.of(home, ".docker", "config.json"));
  }

  @Override
  public Optional<Login> find(String registry) throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LIMIT_BYTES + 1);
    } catch (NoSuchFileException ignored) { // nobody has logged in
      return Optional.empty();
    }
    Optional<Json> config = bytes.length > LIMIT_BYTES ? Optional.empty() : Json.parse(bytes);
    if (config.isEmpty()) {
      throw new IOException(file + " is not the JSON of a Docker configuration");
    }
    // Credential helpers and stores, named by credHelpers and credsStore, will be asked here first.
    for (var entry : config.get().field("auths").fields().entrySet()) {
      if (registryOf(entry.getKey()).equals(registry)) {
        Optional<Login> login = login(entry.getValue());
        if (login.isPresent()) {
          return login;
        }
      }
    }
    return Optional.empty();
  }

  /** Keys are hosts, or URLs as old versions wrote them; Docker Hub is one of the latter. */
  private static String registryOf(String key) {
    String host = key.substring(key.indexOf("://") < 0 ? 0 : key.indexOf("://") + 3);
    int slash = host.indexOf('/');
    if (slash >= 0) {
      host = host.substring(0, slash);
    }
    return host.equals("index.docker.io") || host.equals("registry-1.docker.io")
        ? Reference.DEFAULT_DOMAIN
        : host;
  }

  private Optional<Login> login(Json entry) throws IOException {
    String username = entry.field("username").text();
    String password = entry.field("password").text();
    String auth = entry.field("auth").text();
    if (!auth.isEmpty()) {
      String pair;
      try {
        pair = new String(Base64.getDecoder().decode(auth), StandardCharsets.UTF_8);
      } catch (IllegalArgumentException ignored) { // its message would show a part of the secret
        throw new IOException(file + " has an entry whose auth is not base64");
      }
      int colon = pair.indexOf(':');
      if (colon < 0) {
        throw new IOException(file + " has an entry whose auth has no colon");
      }
      username = pair.substring(0, colon);
      // Docker pads what it encodes with zero bytes.
      password = pair.substring(colon + 1).replaceAll("\0+$", "");
    }
    return username.isEmpty() || password.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(username, password));
  }
}
