// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.CacheOptions;
import dev.larder.ImageCache;
import dev.larder.error.ImagePullFailedException;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.registry.RegistryOptions;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.TestCertificates;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What helps where {@code hosts.toml} has a part in the failure. */
final class FailureTextTest {
  @TempDir private static Path certificatesDirectory;
  private static TestCertificates certificates;

  @TempDir private Path directory;
  private TestRegistry registry;

  @BeforeAll
  static void createCertificates() {
    certificates = TestCertificates.create(certificatesDirectory);
  }

  @BeforeEach
  void start() {
    registry = TestRegistry.startTls(certificates, new Access.Open());
  }

  @AfterEach
  void stop() {
    registry.close();
  }

  @Test
  void of_authorityOfHostsTomlDoesNotVerifyTheHost_namesItsFile() throws Exception {
    Path other = TestCertificates.create(directory.resolve("other")).authority();
    assertThat(failure("ca = '%s'\n".formatted(other)))
        .contains("its certificate is not trusted")
        .endsWith(
            "; mend ca in its hosts.toml, which names "
                + other
                + ", or name its authority with --ca-certs");
  }

  @Test
  void of_authorityOfHostsTomlIsNone_namesBothWhoMayHaveNamedIt() throws Exception {
    Path none = Files.writeString(directory.resolve("none.pem"), "none");
    assertThat(failure("ca = '%s'\n".formatted(none)))
        .contains(none + " has no certificate")
        .endsWith("; give --ca-certs, and ca in its hosts.toml, PEM files");
  }

  @Test
  void of_noAuthorityInHostsToml_namesTheOptionAlone() throws Exception {
    assertThat(failure(""))
        .endsWith("; name its authority with --ca-certs, or do not check with --insecure");
  }

  private String failure(String more) throws IOException {
    Path host = Files.createDirectories(directory.resolve("certs.d").resolve(registry.host()));
    Files.writeString(
        host.resolve("hosts.toml"), "server = '%s'\n%s".formatted(registry.origin(), more));
    var hosts = new HostsPaths(List.of(), List.of(), List.of(directory.resolve("certs.d")));
    var options =
        CacheOptions.at(directory.resolve("home"))
            .withRegistry(RegistryOptions.DEFAULT.withHosts(hosts));
    try (var cache = ImageCache.open(options)) {
      return FailureText.of(
          catchThrowableOfType(
              ImagePullFailedException.class, () -> cache.pull(registry.reference("app:1"))));
    }
  }
}
