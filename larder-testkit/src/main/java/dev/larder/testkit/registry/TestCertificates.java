// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;

/**
 * A certificate authority of a test's own and a server certificate signed by it, for {@code
 * localhost}, {@code registry.test} and {@code 127.0.0.1}, made by the JDK's {@code keytool}.
 */
public final class TestCertificates {
  private static final String PASSWORD = "testtest";

  private final Path directory;

  private TestCertificates(Path directory) {
    this.directory = directory;
  }

  /** {@return new certificates, whose files are written into {@code directory}} */
  public static TestCertificates create(Path directory) {
    var certificates = new TestCertificates(directory);
    try {
      Files.createDirectories(directory);
      certificates.make();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return certificates;
  }

  /** {@return the authority's certificate as PEM, what a client has to trust} */
  public Path authority() {
    return directory.resolve("ca.pem");
  }

  /** {@return the server's certificate as PEM} */
  public Path serverCertificate() {
    return directory.resolve("server.pem");
  }

  /** {@return the server's private key as PEM, not encrypted} */
  public Path serverKey() {
    return directory.resolve("server.key");
  }

  /** {@return a context that serves the certificate} */
  public SSLContext context() {
    try {
      var keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
      keys.init(keyStore(), PASSWORD.toCharArray());
      var context = SSLContext.getInstance("TLS");
      context.init(keys.getKeyManagers(), null, null);
      return context;
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void make() throws IOException {
    List<String> names = List.of("-keyalg", "EC", "-validity", "30");
    keytool("ca.p12", "-genkeypair", names, List.of("-dname", "CN=larder test CA", "-ext", "bc:c"));
    keytool("ca.p12", "-exportcert", List.of("-rfc", "-file", "ca.pem"), List.of());
    keytool("server.p12", "-genkeypair", names, List.of("-dname", "CN=localhost"));
    keytool("server.p12", "-certreq", List.of("-file", "server.csr"), List.of());
    keytool(
        "ca.p12",
        "-gencert",
        List.of("-rfc", "-infile", "server.csr", "-outfile", "server.pem"),
        List.of("-ext", "san=dns:localhost,dns:registry.test,ip:127.0.0.1", "-validity", "30"));
    // The chain must be in the store before the signed certificate is taken over its self-signed.
    keytool(
        "server.p12",
        "-importcert",
        List.of("-noprompt", "-file", "ca.pem"),
        List.of("-alias", "ca"));
    keytool("server.p12", "-importcert", List.of("-noprompt", "-file", "server.pem"), List.of());
    writeKey();
  }

  private void writeKey() throws IOException {
    try {
      byte[] key = keyStore().getKey("own", PASSWORD.toCharArray()).getEncoded();
      String lines =
          Base64.getMimeEncoder(64, "\n".getBytes(StandardCharsets.US_ASCII)).encodeToString(key);
      Files.writeString(
          serverKey(), "-----BEGIN PRIVATE KEY-----\n" + lines + "\n-----END PRIVATE KEY-----\n");
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException(e);
    }
  }

  private KeyStore keyStore() throws IOException, GeneralSecurityException {
    var store = KeyStore.getInstance("PKCS12");
    try (InputStream in = Files.newInputStream(directory.resolve("server.p12"))) {
      store.load(in, PASSWORD.toCharArray());
    }
    return store;
  }

  private void keytool(String store, String command, List<String> first, List<String> second)
      throws IOException {
    var line = new ArrayList<String>();
    line.add(Path.of(System.getProperty("java.home"), "bin", "keytool").toString());
    line.add(command);
    line.addAll(List.of("-keystore", store, "-storepass", PASSWORD, "-storetype", "PKCS12"));
    line.addAll(first);
    line.addAll(second);
    if (!second.contains("-alias")) {
      line.addAll(List.of("-alias", "own"));
    }
    Process process =
        new ProcessBuilder(line).directory(directory.toFile()).redirectErrorStream(true).start();
    try {
      String output =
          new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
      if (process.waitFor() != 0) {
        throw new IOException("keytool " + command + ": " + output);
      }
    } catch (InterruptedException e) {
      process.destroyForcibly();
      Thread.currentThread().interrupt();
      throw new IOException("interrupted while keytool ran", e);
    }
  }
}
