// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.login;

import dev.larder.oci.Interrupted;
import dev.larder.oci.json.Json;
import dev.larder.oci.registry.Login;
import java.io.Closeable;
import java.io.File;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;

/**
 * A program that keeps secrets, {@code docker-credential-NAME}: an action as its argument, JSON or
 * a server's name on its standard input, JSON or a failure on its standard output.
 */
final class CredentialHelper {
  private static final String PREFIX = "docker-credential-";
  private static final int LIMIT_BYTES = 1 << 20;

  /** A helper may ask its user. */
  private static final long PATIENCE_SECONDS = 120;

  /** How a helper says that it has nothing; the status is that of any failure. */
  private static final String NOT_FOUND = "credentials not found";

  private final String name;
  private final Path program;

  private CredentialHelper(String name, Path program) {
    this.name = name;
    this.program = program;
  }

  /** {@return the helper that is called {@code name} on the {@code PATH}} */
  static CredentialHelper named(String name, Map<String, String> environment) throws IOException {
    if (!name.matches("[A-Za-z0-9._-]+")) {
      throw new IOException("a credential helper has a bad name: " + name);
    }
    for (String directory : environment.getOrDefault("PATH", "").split(File.pathSeparator, -1)) {
      Path program = Path.of(directory, PREFIX + name);
      if (!directory.isEmpty() && Files.isExecutable(program)) {
        return new CredentialHelper(name, program);
      }
    }
    throw new IOException("the credential helper " + PREFIX + name + " is not on the PATH");
  }

  /** {@return the login at a server, empty if there is none} */
  Optional<Login> find(String server) throws IOException {
    var answer = run("get", server);
    if (!answer.isDone()) {
      if (answer.text().startsWith(NOT_FOUND)) {
        return Optional.empty();
      }
      throw failure("get", answer);
    }
    var json =
        Json.parse(answer.text().getBytes(StandardCharsets.UTF_8))
            .orElseThrow(() -> new IOException(PREFIX + name + " gives no JSON"));
    String username = json.field("Username").text();
    String secret = json.field("Secret").text();
    return username.isEmpty() || secret.isEmpty()
        ? Optional.empty()
        : Optional.of(new Login(username, secret));
  }

  /** Keeps a login. */
  void store(String server, Login login) throws IOException {
    String json =
        "{\"ServerURL\":%s,\"Username\":%s,\"Secret\":%s}"
            .formatted(
                Json.quote(server), Json.quote(login.username()), Json.quote(login.password()));
    requireDone("store", run("store", json));
  }

  /** Forgets a login. */
  void erase(String server) throws IOException {
    requireDone("erase", run("erase", server));
  }

  private record Answer(boolean isDone, String text) {}

  private void requireDone(String action, Answer answer) throws IOException {
    if (!answer.isDone()) {
      throw failure(action, answer);
    }
  }

  /** What it printed is a message: it failed. */
  private IOException failure(String action, Answer answer) {
    String line = answer.text().lines().findFirst().orElse("it does not say why");
    return new IOException(PREFIX + name + " " + action + " failed: " + line);
  }

  private Answer run(String action, String input) throws IOException {
    var process =
        new ProcessBuilder(program.toString(), action).redirectError(Redirect.DISCARD).start();
    try (var executor = Executors.newVirtualThreadPerTaskExecutor();
        Closeable _ = process::destroyForcibly) { // first, so that nobody reads on
      var output = executor.submit(() -> process.getInputStream().readNBytes(LIMIT_BYTES));
      var sent =
          executor.submit(
              () -> {
                try (var out = process.getOutputStream()) {
                  out.write(input.getBytes(StandardCharsets.UTF_8));
                } catch (IOException ignored) { // it did not want all of it, and says what it has
                }
                return true;
              });
      if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
        throw new IOException(PREFIX + name + " does not end");
      }
      boolean _ = sent.get();
      String text = new String(output.get(), StandardCharsets.UTF_8).strip();
      return new Answer(process.exitValue() == 0, text);
    } catch (InterruptedException e) {
      throw Interrupted.during(PREFIX + name + " ran", e);
    } catch (ExecutionException e) {
      throw new IOException(PREFIX + name + " cannot be read", e.getCause());
    }
  }
}
