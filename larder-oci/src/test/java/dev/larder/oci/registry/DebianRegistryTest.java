// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static java.nio.file.StandardCopyOption.REPLACE_EXISTING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.Document;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.registry.TestCertificates;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The same against Debian's docker-registry, to which skopeo copied. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class DebianRegistryTest {
  private static final Login LOGIN = new Login("user", "pass:word");

  @TempDir private Path directory;

  @Test
  void pull_clearText_givesEveryByte() throws Exception {
    try (var registry = DockerRegistry.in(directory.resolve("registry")).start()) {
      assertPulls(registry, RegistryOptions.DEFAULT);
    }
  }

  @Test
  void pull_tlsAndBasic_givesEveryByteToWhoMayHaveIt() throws Exception {
    var options =
        DockerRegistry.in(directory.resolve("registry"))
            .user(LOGIN.username(), LOGIN.password())
            .tls();
    try (var registry = options.start()) {
      RegistryOptions trusting =
          RegistryOptions.DEFAULT.withCaCertificates(List.of(registry.certificate()));
      assertPulls(registry, trusting.withCredentials(Credentials.of(registry.address(), LOGIN)));

      Reference reference = Reference.parse(registry.address() + "/app:1");
      try (var client = RegistryClient.open(trusting)) {
        assertThatThrownBy(() -> client.repository(reference).resolve())
            .isInstanceOf(UnauthorizedException.class);
      }
      try (var client = RegistryClient.open(RegistryOptions.DEFAULT)) {
        assertThatThrownBy(() -> client.repository(reference).resolve())
            .isInstanceOf(UnreachableException.class)
            .hasMessageContaining("not trusted");
      }
    }
  }

  @Test
  void pull_certificatesOfBothSides_givesEveryByteToWhoShowsOne() throws Exception {
    try (var registry = DockerRegistry.in(directory.resolve("registry")).tlsOfBothSides().start()) {
      Path hosts =
          Files.createDirectories(directory.resolve("certs.d").resolve(registry.address()));
      String trusting = "ca = '%s'\n".formatted(registry.certificate());
      String known = "client = [['%s', '%s']]\n".formatted(registry.certificate(), registry.key());
      var options =
          RegistryOptions.DEFAULT.withHosts(
              new HostsPaths(List.of(), List.of(), List.of(directory.resolve("certs.d"))));

      Files.writeString(hosts.resolve("hosts.toml"), trusting + known);
      assertPulls(registry, options);

      Files.writeString(hosts.resolve("hosts.toml"), trusting);
      try (var client = RegistryClient.open(options)) {
        var source = client.repository(Reference.parse(registry.address() + "/app:1"));
        assertThatThrownBy(source::resolve).isInstanceOf(RegistryException.class);
      }
    }
  }

  @Test
  void resolve_clientCertificateIsRenewedOnDisk_theNewOneIsShown() throws Exception {
    var other = TestCertificates.create(directory.resolve("other"));
    try (var registry = DockerRegistry.in(directory.resolve("registry")).tlsOfBothSides().start()) {
      Path hosts =
          Files.createDirectories(directory.resolve("certs.d").resolve(registry.address()));
      Files.writeString(
          hosts.resolve("hosts.toml"),
          "ca = '%s'\nclient = [['own.crt', 'own.key']]\n".formatted(registry.certificate()));
      var options =
          RegistryOptions.DEFAULT.withHosts(
              new HostsPaths(List.of(), List.of(), List.of(directory.resolve("certs.d"))));
      Files.copy(other.serverCertificate(), hosts.resolve("own.crt"));
      Files.copy(other.serverKey(), hosts.resolve("own.key"));
      try (var client = RegistryClient.open(options)) {
        var source = client.repository(Reference.parse(registry.address() + "/none:1"));
        assertThatThrownBy(source::resolve)
            .isInstanceOf(RegistryException.class)
            .isNotInstanceOf(ContentNotFoundException.class);

        Files.copy(registry.certificate(), hosts.resolve("own.crt"), REPLACE_EXISTING);
        Files.copy(registry.key(), hosts.resolve("own.key"), REPLACE_EXISTING);

        assertThatThrownBy(source::resolve).isInstanceOf(ContentNotFoundException.class);
      }
    }
  }

  @Test
  void resolve_whatIsNotThere_isNotFound() throws Exception {
    try (var registry = DockerRegistry.in(directory.resolve("registry")).start();
        var client = RegistryClient.open(RegistryOptions.DEFAULT)) {
      var source = client.repository(Reference.parse(registry.address() + "/none:1"));
      assertThatThrownBy(source::resolve)
          .isInstanceOf(ContentNotFoundException.class)
          .hasMessageContaining("MANIFEST_UNKNOWN");
    }
  }

  private void assertPulls(DockerRegistry registry, RegistryOptions options) throws IOException {
    TestImage image =
        new ImageBuilder()
            .layer(TestLayer.of(new TarBuilder().file("a", "b".repeat(100_000)), Compression.GZIP))
            .build();
    push(image, registry);
    try (var client = RegistryClient.open(options);
        var source = client.repository(Reference.parse(registry.address() + "/app:1"))) {
      Document manifest = source.resolve();
      assertThat(manifest.bytes()).isEqualTo(image.document().bytes());
      assertThat(manifest.digest()).hasToString(image.digest());
      assertThat(manifest.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);

      Document config =
          source.fetch(
              Descriptor.of(
                  MediaTypes.OCI_CONFIG,
                  Digest.parse(image.config().digest()),
                  image.config().sizeBytes()));
      assertThat(config.bytes()).isEqualTo(image.config().bytes());

      TestLayer layer = image.layers().getFirst();
      var descriptor =
          Descriptor.of(
              MediaTypes.OCI_LAYER_GZIP,
              Digest.parse(layer.blobDigest()),
              layer.compressedSizeBytes());
      try (InputStream in = source.openBlob(descriptor);
          InputStream wanted = layer.blob().open()) {
        assertThat(in.readAllBytes()).isEqualTo(wanted.readAllBytes());
      }
    }
  }

  private void push(TestImage image, DockerRegistry registry) throws IOException {
    Path layout = directory.resolve("layout");
    new ImageArchive().add("latest", image).writeOciLayout(layout);
    registry.push("oci:" + layout + ":latest", "app:1");
  }
}
