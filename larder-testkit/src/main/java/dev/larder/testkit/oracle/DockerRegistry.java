// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;

import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Debian's {@code docker-registry} on a free port of 127.0.0.1, until closed.
 *
 * <pre>{@code
 * try (var registry = DockerRegistry.in(temporary).start()) {
 *   registry.push("oci:" + layout + ":latest", "name:latest");
 * }
 * }</pre>
 */
public final class DockerRegistry implements AutoCloseable {

  private static final Duration START_TIMEOUT = Duration.ofSeconds(20);
  private static final int START_ATTEMPTS = 5;

  private final Options options;
  private final int port;
  private final AtExit stop;

  private DockerRegistry(Options options, int port, Process process) {
    this.options = options;
    this.port = port;
    this.stop = new AtExit(() -> stop(process));
  }

  /**
   * {@return a registry to start}
   *
   * @param directory where it keeps everything; made if it does not exist, not deleted
   */
  public static Options in(Path directory) {
    return new Options(directory);
  }

  /** {@return {@code 127.0.0.1:PORT}, the host part of references} */
  public String address() {
    return "127.0.0.1:" + port;
  }

  /** {@return the certificate that the registry shows, and that signed itself, in PEM} */
  public Path certificate() {
    return options.directory.resolve("registry.crt");
  }

  /** {@return its private key in PEM, not encrypted} */
  public Path key() {
    return options.directory.resolve("registry.key");
  }

  /**
   * Copies an image into the registry, every byte as it is.
   *
   * @param from a transport and a name as skopeo knows them, as in {@code oci:DIR:TAG}
   * @param name repository and tag
   * @throws IOException when skopeo fails
   */
  public void push(String from, String name) throws IOException {
    var arguments = new ArrayList<String>();
    // Without it skopeo writes an index anew, with other bytes.
    arguments.add("--preserve-digests");
    if (options.user != null) {
      arguments.add("--dest-creds=" + options.user + ":" + options.password);
    }
    if (options.certificateWanted) {
      Path directory = Files.createDirectories(options.directory.resolve("client"));
      Files.copy(certificate(), directory.resolve("client.cert"), REPLACE_EXISTING);
      Files.copy(key(), directory.resolve("client.key"), REPLACE_EXISTING);
      arguments.add("--dest-cert-dir=" + directory);
    }
    Skopeo.copy(from, "docker://" + address() + "/" + name, arguments.toArray(String[]::new));
  }

  /** Stops the registry. */
  @Override
  public void close() {
    stop.close();
  }

  private static void stop(Process process) {
    process.destroy();
    try {
      if (!process.waitFor(5, TimeUnit.SECONDS)) {
        process.destroyForcibly().waitFor();
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
    }
  }

  /** How to start a registry. Not safe for use by several threads. */
  public static final class Options {

    private final Path directory;
    // Null for a registry that lets everyone in.
    private @Nullable String user;
    private String password = "";
    private boolean tls;
    private boolean certificateWanted;

    private Options(Path directory) {
      this.directory = directory;
    }

    /**
     * Lets only one user in, by Basic authentication.
     *
     * @param user the user's name
     * @param password the user's password
     * @return these options
     */
    public Options user(String user, String password) {
      this.user = user;
      this.password = password;
      return this;
    }

    /**
     * Speaks HTTPS, with a certificate for 127.0.0.1, localhost and registry.test that signs
     * itself.
     *
     * @return these options
     */
    public Options tls() {
      this.tls = true;
      return this;
    }

    /**
     * Speaks HTTPS as {@link #tls()}, and only to who shows {@link DockerRegistry#certificate()}
     * with {@link DockerRegistry#key()}.
     *
     * @return these options
     */
    public Options tlsOfBothSides() {
      this.certificateWanted = true;
      return tls();
    }

    /**
     * Starts the registry and waits until it answers.
     *
     * @return the running registry
     * @throws IOException when it does not start
     */
    public DockerRegistry start() throws IOException {
      Files.createDirectories(directory);
      String program = Requirement.program("docker-registry").toString();
      String htpasswd = user == null ? "" : writeHtpasswd(user);
      String certificate = tls ? writeCertificate() : "";
      for (int attempt = 1; ; attempt++) {
        int port = freePort();
        Path config = directory.resolve("registry.yml");
        Files.writeString(config, config(port, htpasswd, certificate));
        Process process =
            new ProcessBuilder(program, "serve", config.toString())
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("registry.log").toFile())
                .start();
        // Another process may have taken the free port in between: then the registry ends.
        if (isListening(process, port)) {
          return new DockerRegistry(this, port, process);
        }
        stop(process);
        if (attempt == START_ATTEMPTS) {
          String log = Files.readString(directory.resolve("registry.log"));
          throw new IOException("docker-registry does not start\n" + log);
        }
      }
    }

    private String config(int port, String auth, String certificate) {
      return """
          version: 0.1
          log: {level: error, accesslog: {disabled: true}}
          storage:
            filesystem: {rootdirectory: "%s"}
            delete: {enabled: true}
          http:
            addr: "127.0.0.1:%d"
          %s%s"""
          .formatted(directory.resolve("registry"), port, certificate, auth);
    }

    private String writeHtpasswd(String name) throws IOException {
      Path file = directory.resolve("htpasswd");
      Tool htpasswd = Tool.require("htpasswd");
      byte[] input = password.getBytes(StandardCharsets.UTF_8);
      Files.write(file, htpasswd.run(input, List.of("-Bni", name)).output());
      return "auth: {htpasswd: {realm: testkit, path: \"" + file + "\"}}\n";
    }

    private String writeCertificate() throws IOException {
      Path key = directory.resolve("registry.key");
      Path certificate = directory.resolve("registry.crt");
      Tool.require("openssl")
          .run(
              "req",
              "-x509",
              "-newkey",
              "ec",
              "-pkeyopt",
              "ec_paramgen_curve:P-256",
              "-nodes",
              "-days",
              "2",
              "-subj",
              "/CN=testkit",
              "-addext",
              "subjectAltName=IP:127.0.0.1,DNS:localhost,DNS:registry.test",
              "-keyout",
              key.toString(),
              "-out",
              certificate.toString());
      String clients = certificateWanted ? ", clientcas: [\"" + certificate + "\"]" : "";
      return "  tls: {certificate: \"%s\", key: \"%s\"%s}\n".formatted(certificate, key, clients);
    }

    private static int freePort() throws IOException {
      try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
        return socket.getLocalPort();
      }
    }

    private static boolean isListening(Process process, int port) throws IOException {
      long end = System.nanoTime() + START_TIMEOUT.toNanos();
      while (process.isAlive() && System.nanoTime() < end) {
        try (var socket = new Socket(InetAddress.getLoopbackAddress(), port)) {
          return socket.isConnected() && process.isAlive();
        } catch (ConnectException ignored) { // not yet: asked again in a moment
          pause(process);
        }
      }
      return false;
    }

    private static void pause(Process process) throws IOException {
      try {
        process.waitFor(20, TimeUnit.MILLISECONDS);
      } catch (InterruptedException e) {
        stop(process);
        Thread.currentThread().interrupt();
        throw new IOException("interrupted while docker-registry was starting", e);
      }
    }
  }
}
