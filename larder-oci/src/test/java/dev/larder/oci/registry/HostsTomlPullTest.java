// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestCertificates;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** How a host is spoken to, as its {@code hosts.toml} says. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class HostsTomlPullTest {
  @TempDir private static Path certificatesDirectory;
  private static TestCertificates certificates;

  @TempDir private Path directory;

  @BeforeAll
  static void createCertificates() {
    certificates = TestCertificates.create(certificatesDirectory);
  }

  private RegistryOptions options() {
    return RegistryOptions.DEFAULT.withHosts(
        new HostsPaths(List.of(), List.of(), List.of(directory)));
  }

  private void hosts(String registry, String toml) throws IOException {
    Path file = Files.createDirectories(directory.resolve(registry)).resolve("hosts.toml");
    Files.writeString(file, toml);
  }

  private static byte[] resolve(RegistryOptions options, String reference) throws IOException {
    try (var client = RegistryClient.open(options)) {
      return client.repository(Reference.parse(reference)).resolve().bytes();
    }
  }

  private static TestRegistry startTls(Access access) {
    var registry = TestRegistry.startTls(certificates, access);
    registry.put("app", "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
    return registry;
  }

  @Test
  void authority_isTrustedForThatHost() throws Exception {
    try (var registry = startTls(new Access.Open())) {
      hosts(
          "images.test",
          "server = '%s'\nca = '%s'\n".formatted(registry.origin(), certificates.authority()));
      assertThat(resolve(options(), "images.test/app:1")).isEqualTo(Served.MANIFEST);
      assertThatThrownBy(() -> resolve(options(), registry.reference("app:1")))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("not trusted");
    }
  }

  @Test
  void authority_thatCannotBeRead_isNamed() throws Exception {
    try (var registry = startTls(new Access.Open())) {
      hosts("images.test", "server = '%s'\nca = 'none.pem'\n".formatted(registry.origin()));
      assertThatThrownBy(() -> resolve(options(), "images.test/app:1"))
          .hasMessageContaining("none.pem cannot be read");
    }
  }

  @Test
  void authority_thatIsRenewedOnDisk_countsFromTheNextRequest() throws Exception {
    Path other = TestCertificates.create(directory.resolve("other")).authority();
    Path file = directory.resolve("ca.pem");
    try (var registry = startTls(new Access.Open());
        var client = RegistryClient.open(options())) {
      hosts("images.test", "server = '%s'\nca = '%s'\n".formatted(registry.origin(), file));
      var reference = Reference.parse("images.test/app:1");

      Files.copy(other, file);
      assertThatThrownBy(() -> client.repository(reference).resolve())
          .hasMessageContaining("not trusted");
      Files.copy(certificates.authority(), file, StandardCopyOption.REPLACE_EXISTING);
      assertThat(client.repository(reference).resolve().bytes()).isEqualTo(Served.MANIFEST);
      Files.copy(other, file, StandardCopyOption.REPLACE_EXISTING);
      assertThatThrownBy(() -> client.repository(reference).resolve())
          .hasMessageContaining("not trusted");
    }
  }

  @Test
  void authority_thatIsRenewedWhileALayerIsRead_theLayerIsReadToItsEnd() throws Exception {
    Path file = Files.copy(certificates.authority(), directory.resolve("ca.pem"));
    try (var registry = startTls(new Access.Open());
        var client = RegistryClient.open(options())) {
      registry.putBlob("app", Body.of(Served.BLOB));
      hosts("images.test", "server = '%s'\nca = '%s'\n".formatted(registry.origin(), file));
      var source = client.repository(Reference.parse("images.test/app:1"));
      var blob =
          Descriptor.of(MediaTypes.OCI_LAYER_GZIP, Digest.sha256(Served.BLOB), Served.BLOB_BYTES);
      try (var in = source.openBlob(blob)) {
        assertThat(in.readNBytes(1000)).hasSize(1000);
        Files.writeString(file, "\n", StandardOpenOption.APPEND);
        assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
        assertThat(in.readAllBytes()).hasSize(Served.BLOB_BYTES - 1000);
      }
      assertThat(registry.blobsServed().values()).containsExactly(1);
    }
  }

  @Test
  void clientCertificate_thatCannotBeRead_isNamed() throws Exception {
    try (var registry = startTls(new Access.Open())) {
      hosts(
          "images.test",
          "server = '%s'\nca = '%s'\nclient = ['none.pem']\n"
              .formatted(registry.origin(), certificates.authority()));
      assertThatThrownBy(() -> resolve(options(), "images.test/app:1"))
          .hasMessageContaining("our certificate cannot be shown")
          .hasMessageContaining("none.pem cannot be read");
    }
  }

  @Test
  void skipVerify_takesAnyCertificateOfThatHost() throws Exception {
    try (var registry = startTls(new Access.Open())) {
      hosts("images.test", "server = '%s'\nskip_verify = true\n".formatted(registry.origin()));
      assertThat(resolve(options(), "images.test/app:1")).isEqualTo(Served.MANIFEST);
    }
  }

  @Test
  void skipVerify_isNotForWhereItRedirectsTo() throws Exception {
    try (var registry = startTls(new Access.Open());
        var elsewhere = startTls(new Access.Open())) {
      registry.script(
          Request.any(),
          Misbehaviour.redirect(URI.create(elsewhere.origin() + "/v2/app/manifests/1")));
      hosts("images.test", "server = '%s'\nskip_verify = true\n".formatted(registry.origin()));
      assertThatThrownBy(() -> resolve(options(), "images.test/app:1"))
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("not trusted");
    }
  }

  @Test
  void login_ofTheMirror_goesToTheMirrorOverTls() throws Exception {
    try (var mirror = startTls(new Access.Basic("user", "secret"))) {
      hosts(
          "images.test",
          "[host.'%s']\nca = '%s'\n".formatted(mirror.origin(), certificates.authority()));
      var login = Credentials.of(mirror.host(), new Login("user", "secret"));
      assertThat(resolve(options().withCredentials(login), "images.test/app:1"))
          .isEqualTo(Served.MANIFEST);
    }
  }

  @Test
  void login_ofTheRegistry_isNotForTheMirror() throws Exception {
    try (var mirror = startTls(new Access.Basic("user", "secret"));
        var registry = startTls(new Access.Basic("user", "secret"))) {
      hosts(
          registry.host(),
          "server = '%s'\nca = '%s'\n[host.'%s']\nca = '%s'\n"
              .formatted(
                  registry.origin(),
                  certificates.authority(),
                  mirror.origin(),
                  certificates.authority()));
      var login = Credentials.of(registry.host(), new Login("user", "secret"));
      assertThat(resolve(options().withCredentials(login), registry.reference("app:1")))
          .isEqualTo(Served.MANIFEST);
      assertThat(mirror.exchanges())
          .isNotEmpty()
          .allSatisfy(e -> assertThat(e.request().findHeader("Authorization")).isEmpty());
    }
  }

  @Test
  void headers_goToThatHostAlone() throws Exception {
    try (var mirror = TestRegistry.start();
        var storage = TestRegistry.start()) {
      storage.put("app", "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
      mirror.script(
          Request.any(),
          Misbehaviour.redirect(URI.create(storage.origin() + "/v2/app/manifests/1")));
      hosts(
          "images.test", "[host.'%s'.header]\nX-Key = ['one', 'two']\n".formatted(mirror.origin()));
      assertThat(resolve(options(), "images.test/app:1")).isEqualTo(Served.MANIFEST);
      assertThat(mirror.exchanges().getFirst().request().findHeader("X-Key")).hasValue("one, two");
      assertThat(storage.exchanges().getFirst().request().findHeader("X-Key")).isEmpty();
    }
  }

  @Test
  void headers_foreignLayer_getsNone() throws Exception {
    try (var registry = TestRegistry.start()) {
      var digest = Digest.parse(registry.putBlob("elsewhere", Body.of(Served.BLOB)));
      hosts(
          registry.host(),
          "server = '%s'\n[header]\nX-Key = 'secret'\n".formatted(registry.origin()));
      var layer =
          new Descriptor(
              MediaTypes.OCI_LAYER_GZIP,
              digest,
              Served.BLOB_BYTES,
              Map.of(),
              List.of(registry.origin() + "/v2/elsewhere/blobs/" + digest));
      var options = options().withForeignLayers(ForeignLayers.ALLOWED);
      try (var client = RegistryClient.open(options);
          var source = client.repository(Reference.parse(registry.reference("app:1")));
          var in = source.openBlob(layer)) {
        assertThat(in.readAllBytes()).isEqualTo(Served.BLOB);
      }
      assertThat(registry.exchanges()).hasSize(2);
      assertThat(registry.exchanges().getFirst().request().findHeader("X-Key")).hasValue("secret");
      assertThat(registry.exchanges().getLast().request().findHeader("X-Key")).isEmpty();
    }
  }

  @Test
  void path_thatLooksLikeAHost_isAPath() throws Exception {
    try (var mirror = TestRegistry.start()) {
      hosts("images.test", "[host.'%s//proxy/x']\n".formatted(mirror.origin()));
      assertThatThrownBy(() -> resolve(options(), "images.test/app:1"))
          .isInstanceOf(RegistryException.class);
      assertThat(mirror.exchanges().getFirst().request().path())
          .isEqualTo("//proxy/x/v2/app/manifests/1");
    }
  }

  @Test
  void mirror_isToldWhichRegistryIsMeant() throws Exception {
    try (var mirror = TestRegistry.start()) {
      mirror.put("library/app", "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
      hosts("docker.io", "[host.'%s']\n".formatted(mirror.origin()));
      assertThat(resolve(options(), "app:1")).isEqualTo(Served.MANIFEST);
      assertThat(mirror.exchanges().getFirst().request().parameters("ns"))
          .containsExactly("docker.io");
    }
  }

  @Test
  void resolveIsNotAmongItsCapabilities_tagIsAskedOfTheServer() throws Exception {
    try (var mirror = TestRegistry.start();
        var registry = TestRegistry.start()) {
      registry.put("app", "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
      mirror.put("app", "1", MediaTypes.OCI_MANIFEST, Served.MANIFEST);
      mirror.putBlob("app", Body.of(Served.BLOB));
      hosts(
          registry.host(),
          "server = '%s'\n[host.'%s']\ncapabilities = ['pull']\n"
              .formatted(registry.origin(), mirror.origin()));
      assertThat(resolve(options(), registry.reference("app:1"))).isEqualTo(Served.MANIFEST);
      assertThat(mirror.exchanges()).isEmpty();
    }
  }

  @Test
  void nobodyMayResolve_saysSo() throws Exception {
    hosts("images.test", "server = 'https://images.test'\ncapabilities = ['pull']\n");
    assertThatThrownBy(() -> resolve(options(), "images.test/app:1"))
        .hasMessage("hosts.toml of images.test has no host for telling what a tag means");
  }

  @Test
  void requireAccess_insecureInRegistriesConf_takesAnyCertificate() throws Exception {
    try (var registry = startTls(new Access.Open())) {
      Path conf =
          Files.writeString(
              directory.resolve("registries.conf"),
              "[[registry]]\nprefix='images.test'\nlocation='%s/hub'\ninsecure=true\n"
                  .formatted(registry.host()));
      var options =
          options().withHosts(new HostsPaths(List.of(conf), List.of(), List.of(directory)));
      try (var client = RegistryClient.open(options)) {
        client.requireAccess(registry.host());
      }
      try (var client = RegistryClient.open(options())) {
        assertThatThrownBy(() -> client.requireAccess(registry.host()))
            .hasMessageContaining("not trusted");
      }
    }
  }

  @Test
  void requireAccess_usesTheRegistrysOwnSettings() throws Exception {
    try (var registry = startTls(new Access.Open())) {
      hosts(
          registry.host(),
          "server = '%s'\nca = '%s'\n".formatted(registry.origin(), certificates.authority()));
      try (var client = RegistryClient.open(options())) {
        client.requireAccess(registry.host());
      }
      assertThat(registry.requests(request -> request.path().equals("/v2/"))).isEqualTo(1);
    }
  }
}
