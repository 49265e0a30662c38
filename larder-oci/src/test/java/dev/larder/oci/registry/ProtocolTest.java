// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.oci.Reference;
import dev.larder.oci.hosts.Capability;
import dev.larder.oci.hosts.Endpoint;
import dev.larder.oci.hosts.HostSettings;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestCertificates;
import dev.larder.testkit.registry.TestRegistry;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** TLS where it is due, clear text only where it is allowed. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ProtocolTest {
  @TempDir private static Path directory;
  private static TestCertificates certificates;

  @BeforeAll
  static void createCertificates() {
    certificates = TestCertificates.create(directory);
  }

  private static Endpoint endpoint(String registry) {
    return new Endpoint(registry, "", "", Set.of(Capability.values()), HostSettings.USUAL);
  }

  @ParameterizedTest
  @ValueSource(strings = {"localhost", "localhost:5000", "127.0.0.1", "127.1.2.3:80", "[::1]:5000"})
  void candidates_loopback_tryClearTextFirst(String registry) {
    assertThat(new Origins(Set.of()).candidates(endpoint(registry)))
        .containsExactly(URI.create("http://" + registry), URI.create("https://" + registry));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "quay.io",
        "128.0.0.1:5000",
        "localhost.example.com",
        "127.0.0.1.example.com",
        "[::2]:5000"
      })
  void candidates_elsewhere_areTlsOnly(String registry) {
    assertThat(new Origins(Set.of()).candidates(endpoint(registry)))
        .containsExactly(URI.create("https://" + registry));
  }

  @Test
  void candidates_insecure_tryTlsFirst() {
    assertThat(
            new Origins(Set.of("registry.local:5000")).candidates(endpoint("registry.local:5000")))
        .containsExactly(
            URI.create("https://registry.local:5000"), URI.create("http://registry.local:5000"));
  }

  @Test
  void candidates_dockerHub_haveItsApiHost() {
    assertThat(new Origins(Set.of()).candidates(endpoint(Reference.parse("python").domain())))
        .containsExactly(URI.create("https://registry-1.docker.io"));
  }

  @Test
  void candidates_settled_areThatOne() {
    var origins = new Origins(Set.of());
    origins.settle(endpoint("localhost"), URI.create("https://localhost"));
    assertThat(origins.candidates(endpoint("localhost")))
        .containsExactly(URI.create("https://localhost"));
  }

  @ParameterizedTest
  @CsvSource({
    "https://a/x,    https://a/y,      true",
    "https://a/x,    https://A:443/y,  true",
    "http://a/x,     http://a:80/y,    true",
    "https://a/x,    http://a/x,       false",
    "https://a/x,    https://a:444/x,  false",
    "https://a/x,    https://b/x,      false",
    "https://a.b/x,  https://c.a.b/x,  false",
  })
  void isSame_twoUrls_compareSchemeHostAndPort(String one, String other, boolean same) {
    assertThat(Origins.isSame(URI.create(one), URI.create(other))).isEqualTo(same);
  }

  @Test
  void resolve_tlsOnLoopbackWithItsAuthority_isRead() throws Exception {
    try (var served = tls(withAuthority())) {
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
    }
  }

  @Test
  void resolve_tlsOnLoopbackByName_isRead() throws Exception {
    try (var served = tls(withAuthority())) {
      Reference byName = Reference.parse("localhost:" + served.registry.port() + "/app:1");
      assertThat(served.client.repository(byName).resolve().bytes()).isEqualTo(Served.MANIFEST);
    }
  }

  @Test
  void resolve_tlsWithoutItsAuthority_saysThatTheCertificateIsNotTrusted() throws Exception {
    try (var served = tls(RegistryOptions.DEFAULT)) {
      var thrown = catchThrowableOfType(UnreachableException.class, served.source::resolve);
      assertThat(thrown.reason()).isEqualTo(UnreachableException.Reason.UNTRUSTED);
      assertThat(thrown).message().contains("not trusted").hasLineCount(1);
      assertThat(served.registry.exchanges()).isEmpty();
    }
  }

  @Test
  void resolve_tlsOfAnInsecureRegistry_isReadUnchecked() throws Exception {
    var registry = TestRegistry.startTls(certificates, new Access.Open());
    try (var served =
        new Served(registry, RegistryOptions.DEFAULT.withInsecureRegistry(registry.host()))) {
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
    }
  }

  @Test
  void resolve_loopbackAnswers400InClearText_saysSo() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.error(400, "TAG_INVALID", "bad tag"));
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(BadResponseException.class)
          .hasMessageContaining("TAG_INVALID");
    }
  }

  @Test
  void openBlob_redirectFromTlsToClearText_isRefused() throws Exception {
    try (var served = tls(withAuthority());
        var storage = TestRegistry.start()) {
      storage.putBlob("app", Body.of(Served.BLOB));
      served.registry.script(
          Request.any(),
          Misbehaviour.redirect(
              URI.create(storage.origin() + "/v2/app/blobs/" + served.blob.digest())));
      assertThatThrownBy(served::readBlob)
          .isInstanceOf(BadResponseException.class)
          .hasMessageContaining("clear text");
      assertThat(storage.exchanges()).isEmpty();
    }
  }

  @Test
  void resolve_tlsRegistryNamesTokenServerWithoutTls_isRefused() throws Exception {
    try (var served = tls(withAuthority());
        var storage = TestRegistry.start()) {
      served.registry.script(
          Request.any(),
          Misbehaviour.status(401)
              .and(
                  Misbehaviour.header(
                      "WWW-Authenticate", "Bearer realm=\"" + storage.origin() + "/token\"")));
      assertThatThrownBy(served.source::resolve)
          .isInstanceOf(BadResponseException.class)
          .hasMessageContaining("token server without TLS");
      assertThat(storage.exchanges()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"no certificate", "", "-----BEGIN CERTIFICATE-----\nAAAA\n"})
  void resolve_authorityFileThatIsNone_saysWhichAtOnce(String content) throws Exception {
    Path broken = Files.writeString(directory.resolve("broken.pem"), content);
    assertNoAuthority(broken, "has no certificate in PEM form");
  }

  @Test
  void resolve_authorityFileThatIsNotThere_saysWhichAtOnce() throws Exception {
    assertNoAuthority(directory.resolve("none.pem"), "cannot be read");
  }

  /** Clear text is tried first there, and its failure is not what is to be mended. */
  @Test
  void resolve_authorityFileThatIsNoneAtTheLoopbackAddress_saysWhich() throws Exception {
    Path none = directory.resolve("none.pem");
    try (var served = tls(RegistryOptions.DEFAULT.withCaCertificates(List.of(none)))) {
      assertThatThrownBy(served.source::resolve)
          .hasMessageContaining("its certificate cannot be checked: " + none + " cannot be read");
    }
  }

  private static void assertNoAuthority(Path file, String problem) throws Exception {
    try (var served = tls(RegistryOptions.DEFAULT.withCaCertificates(List.of(file)))) {
      var registry = Reference.parse("registry.invalid/app");
      var thrown =
          catchThrowableOfType(
              UnreachableException.class, served.client.repository(registry)::resolve);

      assertThat(thrown)
          .hasMessage(
              "registry.invalid: app:latest: its certificate cannot be checked: %s %s"
                  .formatted(file, problem));
      assertThat(thrown.reason()).isEqualTo(UnreachableException.Reason.NO_AUTHORITY);
      assertThat(served.waits).isEmpty();
    }
  }

  private static RegistryOptions withAuthority() {
    return RegistryOptions.DEFAULT.withCaCertificates(List.of(certificates.authority()));
  }

  private static Served tls(RegistryOptions options) {
    return new Served(TestRegistry.startTls(certificates, new Access.Open()), options);
  }
}
