// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import dev.larder.oci.FileProblem;
import dev.larder.oci.Reference;
import dev.larder.oci.json.Json;
import dev.larder.oci.registry.Credentials;
import dev.larder.oci.registry.Login;
import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A file of logins as Docker and podman write them. It names programs that keep secrets, which are
 * asked first, and holds the logins for which there is none. A file that does not exist has none.
 */
public final class LoginFile implements Credentials {
  private static final int LIMIT_BYTES = 1 << 20;

  /** What Docker calls its own registry here. */
  private static final String DOCKER_HUB = "https://index.docker.io/v1/";

  private final Path file;
  private final Map<String, String> environment;

  /**
   * The logins in {@code file}.
   *
   * @param environment the environment variables, of which {@code PATH} says where programs are
   */
  public LoginFile(Path file, Map<String, String> environment) {
    this.file = file;
    this.environment = Map.copyOf(environment);
  }

  /** {@return the file} */
  public Path file() {
    return file;
  }

  @Override
  public Optional<Login> find(String registry) throws IOException {
    return find(registry, "");
  }

  /**
   * {@inheritDoc} Of the keys {@code HOST/PATH} that cover the repository, in whole components, the
   * longest counts; but a program that is named for the registry alone is asked before them.
   */
  @Override
  public Optional<Login> find(String registry, String repository) throws IOException {
    var config = read();
    var auths = config.field("auths").fields();
    var program = program(config, registry);
    // A program for all registries comes last: containers/image has none.
    var login = program.ofThisRegistry() ? ask(program) : Optional.<Login>empty();
    if (login.isEmpty()) {
      login = findOfPart(auths, registry, repository);
    }
    if (login.isEmpty() && !program.ofThisRegistry()) {
      login = ask(program);
    }
    return login.isPresent() ? login : findWritten(auths, registry);
  }

  /** {@return whether there is a login for this very place: a registry, or a part of one} */
  public boolean holds(String place) throws IOException {
    if (place.indexOf('/') < 0) {
      return find(place).isPresent();
    }
    return findWritten(read().field("auths").fields(), place).isPresent();
  }

  private Optional<Login> ask(Program program) throws IOException {
    var helper = helper(program);
    if (helper.isPresent()) {
      for (String server : program.servers()) {
        var login = helper.get().find(server);
        if (login.isPresent()) {
          return login;
        }
      }
    }
    return Optional.empty();
  }

  private Optional<Login> findOfPart(Map<String, Json> auths, String registry, String repository)
      throws IOException {
    String part = repository;
    while (!part.isEmpty()) {
      var login = login(auths.getOrDefault(registry + "/" + part, Json.NOTHING));
      if (login.isPresent()) {
        return login;
      }
      part = part.substring(0, Math.max(part.lastIndexOf('/'), 0));
    }
    return Optional.empty();
  }

  private Optional<Login> findWritten(Map<String, Json> auths, String place) throws IOException {
    for (var entry : auths.entrySet()) {
      if (isOf(entry.getKey(), place)) {
        var login = login(entry.getValue());
        if (login.isPresent()) {
          return login;
        }
      }
    }
    return Optional.empty();
  }

  /**
   * Keeps a login: with the program that the file names for the registry, else in the file. That of
   * a part of a registry is kept in the file, since programs know registries only.
   *
   * @param place the registry, or {@code HOST/PATH} for a part of it
   * @throws IOException if it cannot be kept, or would not be found behind the registry's own
   *     program; then nothing has changed
   */
  public void store(String place, Login login) throws IOException {
    var config = read();
    var program = program(config, Reference.hostOf(place));
    var helper = helper(program);
    boolean isPart = place.indexOf('/') >= 0;
    if (isPart && program.ofThisRegistry() && helper.isPresent()) {
      throw new IOException(
          file + " names a program for the registry, which keeps none for a part of it");
    }
    if (isPart || helper.isEmpty()) {
      new LoginFileWriter(file).put(serverOf(place), login, key -> isOf(key, place));
      return;
    }
    helper.get().store(program.servers().getFirst(), login);
    removeWritten(config, place); // in clear text, from the time before the program
  }

  /**
   * Forgets the logins of a registry, or of a part of one; those of other parts stay.
   *
   * @param place the registry, or {@code HOST/PATH} for a part of it
   * @return whether there was one
   * @throws IOException if they cannot be removed
   */
  public boolean remove(String place) throws IOException {
    var config = read();
    boolean kept = place.indexOf('/') < 0 && erase(config, place);
    return removeWritten(config, place) || kept;
  }

  private boolean removeWritten(Json config, String place) throws IOException {
    boolean written =
        config.field("auths").fields().keySet().stream().anyMatch(key -> isOf(key, place));
    if (written) {
      new LoginFileWriter(file).remove(key -> isOf(key, place));
    }
    return written;
  }

  private boolean erase(Json config, String registry) throws IOException {
    var program = program(config, registry);
    var helper = helper(program);
    boolean kept = false;
    if (helper.isPresent()) {
      for (String server : program.servers()) {
        if (helper.get().find(server).isPresent()) {
          helper.get().erase(server);
          kept = true;
        }
      }
    }
    return kept;
  }

  private Json read() throws IOException {
    byte[] bytes;
    try (var in = Files.newInputStream(file)) {
      bytes = in.readNBytes(LIMIT_BYTES + 1);
    } catch (NoSuchFileException ignored) { // nobody has logged in
      return Json.NOTHING;
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw FileProblem.named(file, e);
    }
    if (bytes.length == 0) {
      return Json.NOTHING; // podman makes such files
    }
    return (bytes.length > LIMIT_BYTES ? Optional.<Json>empty() : Json.parse(bytes))
        .orElseThrow(() -> new IOException(file + " is not the JSON of a login file"));
  }

  /**
   * Who keeps the logins of a registry.
   *
   * @param name of the program, empty for the file itself
   * @param servers what it may know the registry as; the first is what it is told
   * @param ofThisRegistry whether it is named for this registry alone
   */
  private record Program(String name, List<String> servers, boolean ofThisRegistry) {}

  private static Program program(Json config, String registry) {
    String server = serverOf(registry);
    for (var entry : config.field("credHelpers").fields().entrySet()) {
      if (isOf(entry.getKey(), registry)) {
        var servers = Stream.of(entry.getKey(), server).distinct().toList();
        return new Program(entry.getValue().text(), servers, true);
      }
    }
    return new Program(config.field("credsStore").text(), List.of(server), false);
  }

  private Optional<CredentialHelper> helper(Program program) throws IOException {
    return program.name().isEmpty()
        ? Optional.empty()
        : Optional.of(CredentialHelper.named(program.name(), environment));
  }

  private static boolean isOf(String key, String place) {
    return registryOf(key).equals(place);
  }

  private static String serverOf(String registry) {
    return registry.equals(Reference.DEFAULT_DOMAIN) ? DOCKER_HUB : registry;
  }

  /**
   * {@return the registry that a key of such a file is for, as references name it} Keys are hosts,
   * or URLs as old versions wrote them, of which only the host counts; Docker Hub is one of the
   * latter. A key with a path that is no URL is podman's, for a part of a registry, and is given
   * back as it is.
   */
  public static String registryOf(String key) {
    int scheme = key.indexOf("://");
    String place = scheme < 0 ? key : Reference.hostOf(key.substring(scheme + 3));
    return place.equals("index.docker.io") || place.equals("registry-1.docker.io")
        ? Reference.DEFAULT_DOMAIN
        : place;
  }

  private Optional<Login> login(Json entry) throws IOException {
    String token = entry.field("identitytoken").text();
    if (!token.isEmpty()) {
      return Optional.of(Login.ofIdentityToken(token));
    }
    String username = entry.field("username").text();
    String password = entry.field("password").text();
    String auth = entry.field("auth").text();
    if (!auth.isEmpty()) {
      String pair = decode(auth);
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

  private String decode(String auth) throws IOException {
    try {
      // Go's decoder, which others use, passes over ends of lines.
      byte[] pair = Base64.getDecoder().decode(auth.replaceAll("[\r\n]", ""));
      return new String(pair, StandardCharsets.UTF_8);
    } catch (IllegalArgumentException ignored) { // its message would show a part of the secret
      throw new IOException(file + " has an entry whose auth is not base64");
    }
  }
}
