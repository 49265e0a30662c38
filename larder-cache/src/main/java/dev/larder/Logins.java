// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.error.InvalidReferenceException;
import dev.larder.error.LoginFailedException;
import dev.larder.error.OperationCancelledException;
import dev.larder.oci.Reference;
import dev.larder.oci.login.LoginFile;
import dev.larder.oci.login.LoginFiles;
import dev.larder.oci.registry.Credentials;
import dev.larder.oci.registry.Login;
import dev.larder.oci.registry.RegistryClient;
import dev.larder.oci.registry.RegistryOptions;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/**
 * Logins at registries, kept where Docker and podman keep theirs, so that each finds what another
 * left. Calls block; an interrupt ends them with {@link OperationCancelledException}.
 *
 * @see LoginFiles
 */
public final class Logins {
  /** With more behind its host than the version of an API: what it means is anybody's guess. */
  private static final Pattern URL_WITH_PATH = Pattern.compile("\\w+://[^/]+/(?!(v[12]/?)?$).+");

  /** In the order in which they count. */
  private final List<LoginFile> files;

  /** Where a login is kept that none of the files before has. */
  private final LoginFile usual;

  private Logins(List<LoginFile> files, LoginFile usual) {
    this.files = files;
    this.usual = usual;
  }

  /** {@return logins in {@code file}, which need not exist} */
  public static Logins in(LoginFile file) {
    return new Logins(List.of(file), file);
  }

  /**
   * {@return logins in all files of a user} One is kept where the user has one for that place
   * already, if that counts before Docker's file; and none is left when it is forgotten.
   *
   * @param environment the environment variables
   * @throws IllegalArgumentException if they name no file, not even a {@code HOME}
   */
  public static Logins ofUser(Map<String, String> environment) {
    return new Logins(LoginFiles.all(environment), LoginFiles.written(environment));
  }

  /**
   * Keeps a login that a registry lets in.
   *
   * @param registry the registry as it stands in references, {@code host[:port]}, or {@code
   *     host[:port]/path} for the repositories below a path of it; URLs of registries are taken too
   * @param login who we are there
   * @param options how the registry is asked; the credentials in it do not count
   * @return the registry's name, with the path if there is one
   * @throws InvalidReferenceException if {@code registry} is not one
   * @throws LoginFailedException if the registry does not let us in, or the login cannot be kept
   */
  public String logIn(String registry, Login login, RegistryOptions options) {
    String name = name(registry);
    String host = Reference.hostOf(name);
    var asked = options.withCredentials(Credentials.of(host, login));
    try (var client = RegistryClient.open(asked)) {
      client.requireAccess(host); // what is asked of all is whether the login is one
      holder(name).store(name, login);
      return name;
    } catch (IOException e) {
      throw failure(name, "the login", e);
    }
  }

  /**
   * Forgets the logins at a registry, or at a part of one.
   *
   * @param registry as {@link #logIn} takes it
   * @return whether there was one
   * @throws InvalidReferenceException if {@code registry} is not one
   * @throws LoginFailedException if it cannot be removed
   */
  public boolean logOut(String registry) {
    String name = name(registry);
    try {
      boolean removed = false;
      for (var file : files) {
        removed |= file.remove(name);
      }
      return removed;
    } catch (IOException e) {
      throw failure(name, "the logout", e);
    }
  }

  private LoginFile holder(String name) throws IOException {
    for (var file : files) {
      if (file.file().equals(usual.file()) || file.holds(name)) {
        return file;
      }
    }
    return usual;
  }

  private static String name(String given) {
    String registry = LoginFile.registryOf(given);
    String host = Reference.hostOf(registry);
    String path = registry.substring(host.length());
    host = LoginFile.registryOf(host);
    try {
      // Where it is no registry, the first word is a part of a path at Docker Hub.
      if (!URL_WITH_PATH.matcher(given).matches()
          && Reference.parse(host + path + "/any").domain().equals(host)) {
        return host + path;
      }
    } catch (dev.larder.oci.InvalidReferenceException ignored) { // told below
    }
    throw new InvalidReferenceException(
        given,
        "a registry is HOST[:PORT], with a dot, a port or 'localhost', and a part of it HOST[:PORT]/PATH");
  }

  private static RuntimeException failure(String registry, String what, IOException e) {
    // What an interrupt makes of a read, a write and a lock has three types.
    if (e instanceof InterruptedIOException || Thread.currentThread().isInterrupted()) {
      Thread.currentThread().interrupt();
      return new OperationCancelledException(what, e);
    }
    return new LoginFailedException(registry, what + " failed: " + Edge.message(e), e);
  }
}
