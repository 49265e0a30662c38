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

/**
 * Logins at registries, kept where Docker and podman keep theirs, so that each finds what another
 * left. Calls block; an interrupt ends them with {@link OperationCancelledException}.
 *
 * @see LoginFiles
 */
public final class Logins {
  private final LoginFile file;

  private Logins(LoginFile file) {
    this.file = file;
  }

  /** {@return logins in {@code file}, which need not exist} */
  public static Logins in(LoginFile file) {
    return new Logins(file);
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
    String host = host(name);
    var asked = options.withCredentials(Credentials.of(host, login));
    try (var client = RegistryClient.open(asked)) {
      client.requireAccess(host); // what is asked of all is whether the login is one
      file.store(name, login);
      return name;
    } catch (IOException e) {
      throw failure(name, e);
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
      return file.remove(name);
    } catch (IOException e) {
      throw failure(name, e);
    }
  }

  private static String name(String given) {
    String registry = LoginFile.registryOf(given);
    String host = host(registry);
    String path = registry.substring(host.length());
    host = LoginFile.registryOf(host);
    try {
      // Where it is no registry, the first word is a part of a path at Docker Hub.
      if (Reference.parse(host + path + "/any").domain().equals(host)) {
        return host + path;
      }
    } catch (dev.larder.oci.InvalidReferenceException ignored) { // told below
    }
    throw new InvalidReferenceException(
        given,
        "a registry is HOST[:PORT], with a dot, a port or 'localhost', and a part of it HOST[:PORT]/PATH");
  }

  private static String host(String name) {
    int slash = name.indexOf('/');
    return slash < 0 ? name : name.substring(0, slash);
  }

  private static RuntimeException failure(String registry, IOException e) {
    if (e instanceof InterruptedIOException) {
      Thread.currentThread().interrupt();
      return new OperationCancelledException("the login", e);
    }
    return new LoginFailedException(registry, e);
  }
}
