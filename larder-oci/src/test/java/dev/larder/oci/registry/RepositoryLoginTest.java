// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.login.LoginFile;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestCertificates;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Two repositories of one registry, each with a login of its own, in one client. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RepositoryLoginTest {
  private static final Login RED = new Login("red", "red-secret");
  private static final Login BLUE = new Login("blue", "blue-secret");

  @TempDir private Path directory;

  @Test
  void read_basicOfTwoRepositoriesAtOnce_eachIsToldItsOwnLoginAlone() throws Exception {
    var access =
        new Access.PerRepository(
            Map.of(
                "team/red", new Access.Basic(RED.username(), RED.password()),
                "team/blue", new Access.Basic(BLUE.username(), BLUE.password())));
    try (var registry = serve(access)) {
      readBothAtOnce(registry);
      assertThat(sent(registry, "team/red")).containsExactly(RED.basic());
      assertThat(sent(registry, "team/blue")).containsExactly(BLUE.basic());
    }
  }

  @Test
  void read_tokensOfTwoRepositoriesAtOnce_eachIsToldItsOwnAlone() throws Exception {
    var validity = Duration.ofMinutes(5);
    var access =
        new Access.PerRepository(
            Map.of(
                "team/red", new Access.Bearer(RED.username(), RED.password(), validity),
                "team/blue", new Access.Bearer(BLUE.username(), BLUE.password(), validity)));
    try (var registry = serve(access)) {
      readBothAtOnce(registry);
      assertThat(sent(registry, "team/red")).hasSize(1).doesNotContain(RED.basic());
      assertThat(sent(registry, "team/blue"))
          .hasSize(1)
          .doesNotContainAnyElementsOf(sent(registry, "team/red"));
      assertThat(registry.requests(Request.token())).isEqualTo(2);
      assertThat(registry.exchanges())
          .filteredOn(exchange -> Request.token().test(exchange.request()))
          .allSatisfy(
              exchange -> {
                boolean red =
                    exchange
                        .request()
                        .parameters("scope")
                        .equals(List.of("repository:team/red:pull"));
                assertThat(exchange.request().findHeader("Authorization"))
                    .contains((red ? RED : BLUE).basic());
              });
    }
  }

  @Test
  void resolve_loginOfAnotherRepositoryAlone_isNotSent() throws Exception {
    try (var registry = serve(new Access.Basic(RED.username(), RED.password()));
        var client = RegistryClient.open(options(logins(registry.host() + "/team/red", RED)))) {
      assertThat(resolve(client, registry, "team/red")).isEqualTo(Served.MANIFEST);
      assertThatThrownBy(() -> resolve(client, registry, "team/blue"))
          .isInstanceOf(UnauthorizedException.class);
      assertThat(sent(registry, "team/blue")).isEmpty();
    }
  }

  @Test
  void resolve_mirror_loginIsLookedForUnderItsHostAndItsPath() throws Exception {
    var certificates = TestCertificates.create(directory.resolve("certificates"));
    try (var mirror =
        TestRegistry.startTls(certificates, new Access.Basic(RED.username(), RED.password()))) {
      mirror.put("hub/library/app", "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
      Path conf =
          Files.writeString(
              directory.resolve("registries.conf"),
              "[[registry]]\nprefix='docker.io'\nlocation='%s/hub'\n".formatted(mirror.host()));
      var logins = logins(mirror.host() + "/hub", RED);
      logins.store("docker.io/library", BLUE);
      var options =
          options(logins)
              .withHosts(new HostsPaths(List.of(conf), List.of(), List.of()))
              .withCaCertificates(List.of(certificates.authority()));
      try (var client = RegistryClient.open(options)) {
        var source = client.repository(Reference.parse("app:1"));
        assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      }
      assertThat(sent(mirror, "hub/library/app")).containsExactly(RED.basic());
    }
  }

  private static TestRegistry serve(Access access) {
    var registry = TestRegistry.start(access);
    for (String repository : List.of("team/red", "team/blue")) {
      registry.put(repository, "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
      registry.putBlob(repository, Body.of(Served.BLOB));
    }
    return registry;
  }

  private LoginFile logins(String place, Login login) throws IOException {
    var file = new LoginFile(directory.resolve("auth.json"), Map.of());
    file.store(place, login);
    return file;
  }

  private static RegistryOptions options(Credentials credentials) {
    return RegistryOptions.DEFAULT.withCredentials(credentials);
  }

  private void readBothAtOnce(TestRegistry registry) throws Exception {
    var logins = logins(registry.host() + "/team/red", RED);
    logins.store(registry.host(), BLUE);
    try (var client = RegistryClient.open(options(logins));
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var reads = new ArrayList<Future<byte[]>>();
      for (int i = 0; i < 8; i++) {
        String repository = i % 2 == 0 ? "team/red" : "team/blue";
        reads.add(threads.submit(() -> read(client, registry, repository)));
      }
      for (Future<byte[]> read : reads) {
        assertThat(read.get()).isEqualTo(Served.BLOB);
      }
    }
  }

  private static byte[] read(RegistryClient client, TestRegistry registry, String repository)
      throws IOException {
    assertThat(resolve(client, registry, repository)).isEqualTo(Served.MANIFEST);
    var blob =
        Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(Served.BLOB), Served.BLOB_BYTES);
    var source = client.repository(Reference.parse(registry.reference(repository + ":1")));
    try (var in = source.openBlob(blob)) {
      return in.readAllBytes();
    }
  }

  private static byte[] resolve(RegistryClient client, TestRegistry registry, String repository)
      throws IOException {
    var reference = Reference.parse(registry.reference(repository + ":1"));
    return client.repository(reference).resolve().bytes();
  }

  /** What a repository was told of us. */
  private static Set<String> sent(TestRegistry registry, String repository) {
    return registry.exchanges().stream()
        .map(TestRegistry.Exchange::request)
        .filter(request -> request.path().startsWith("/v2/" + repository + "/"))
        .flatMap(request -> request.findHeader("Authorization").stream())
        .collect(Collectors.toSet());
  }
}
