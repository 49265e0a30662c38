// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.oci.Reference;
import dev.larder.oci.proxy.Proxies;
import dev.larder.oci.source.ImageSource;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestCertificates;
import dev.larder.testkit.registry.TestProxy;
import dev.larder.testkit.registry.TestRegistry;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Through a proxy, which takes {@code registry.test} for the loopback address: what is at that
 * address itself is never behind one.
 */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ProxyTest {
  private static final Access.Bearer TOKENS =
      new Access.Bearer("user", "s3cret", Duration.ofMinutes(5));

  @TempDir private static Path directory;
  private static TestCertificates certificates;

  private TestProxy proxy;

  @BeforeAll
  static void createCertificates() {
    certificates = TestCertificates.create(directory);
  }

  @BeforeEach
  void startProxy() {
    proxy = TestProxy.start();
  }

  @AfterEach
  void stopProxy() {
    proxy.close();
  }

  @Test
  void read_tls_goesThroughATunnel() throws Exception {
    try (var served = tls(new Access.Open(), through(proxy.address(), ""))) {
      ImageSource source = behindTheProxy(served);

      assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(source.openBlob(served.blob).readAllBytes()).isEqualTo(Served.BLOB);
      assertThat(proxy.lines())
          .isNotEmpty()
          .allMatch(line -> line.equals("CONNECT " + name(served) + " HTTP/1.1"));
    }
  }

  @Test
  void read_clearText_goesInAbsoluteForm() throws Exception {
    try (var served = new Served(TestRegistry.start(), through(proxy.address(), ""))) {
      String name = name(served);
      var options = through(proxy.address(), "").withInsecureRegistry(name);
      try (var client = served.client(options)) {
        ImageSource source = client.repository(Reference.parse(name + "/app:1"));

        assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
        assertThat(source.openBlob(served.blob).readAllBytes()).isEqualTo(Served.BLOB);
        assertThat(proxy.lines())
            .contains("GET http://" + name + "/v2/app/manifests/1 HTTP/1.1")
            .contains("GET http://" + name + "/v2/app/blobs/" + served.blob.digest() + " HTTP/1.1");
      }
    }
  }

  @Test
  void read_clearTextWhereNoTunnelIsAllowed_goesInAbsoluteForm() throws Exception {
    try (var served = new Served(TestRegistry.start(), RegistryOptions.DEFAULT);
        var strict = TestProxy.start()) {
      strict.refuseTunnels(403);
      String name = name(served);
      var options = through(strict.address(), "").withInsecureRegistry(name);
      try (var client = served.client(options)) {
        assertThat(client.repository(Reference.parse(name + "/app:1")).resolve().bytes())
            .isEqualTo(Served.MANIFEST);
      }
    }
  }

  @Test
  void read_withLogin_showsTheProxyNothingOfIt() throws Exception {
    try (var served = tls(TOKENS, RegistryOptions.DEFAULT)) {
      var login = Credentials.of(name(served), new Login("user", "s3cret"));
      // The registry names its token server by its address, which is not behind the proxy.
      try (var client =
          served.client(trusting(through(proxy.address(), "")).withCredentials(login))) {
        ImageSource source = client.repository(Reference.parse(name(served) + "/app:1"));

        assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
        assertThat(served.registry.requests(Request.token())).isPositive();
        assertThat(proxy.asked().toString()).doesNotContainIgnoringCase("authorization");
      }
    }
  }

  @Test
  void read_exceptions_goStraight() throws Exception {
    try (var served = tls(new Access.Open(), through(proxy.address(), ""))) {
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(proxy.asked()).as("127.0.0.1 is not behind a proxy").isEmpty();

      try (var client = served.client(trusting(through(proxy.address(), "test")))) {
        var source = client.repository(Reference.parse(name(served) + "/app:1"));
        assertThatThrownBy(source::resolve)
            .isInstanceOf(UnreachableException.class)
            .hasMessageContaining("there is no such host");
        assertThat(proxy.asked()).isEmpty();
      }
    }
  }

  @Test
  void read_login_goesToTheProxyAlone() throws Exception {
    proxy.requireLogin("me", "pr0xy");
    try (var served = tls(new Access.Open(), through("me:pr0xy@" + proxy.address(), ""))) {
      assertThat(behindTheProxy(served).resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(proxy.asked()).isNotEmpty();
      assertThat(served.registry.exchanges().toString())
          .doesNotContainIgnoringCase("proxy-authorization");
    }
  }

  @Test
  void read_loginInClearText_goesToTheProxyAlone() throws Exception {
    proxy.requireLogin("me", "pr0xy");
    try (var served = new Served(TestRegistry.start(), RegistryOptions.DEFAULT)) {
      var options = through("me:pr0xy@" + proxy.address(), "").withInsecureRegistry(name(served));
      try (var client = served.client(options)) {
        var source = client.repository(Reference.parse(name(served) + "/app:1"));
        assertThat(source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      }
      assertThat(served.registry.exchanges().toString())
          .doesNotContainIgnoringCase("proxy-authorization");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "me:wr0ng@"})
  void read_proxyWantsAnotherLogin_saysSoAndNotWhich(String login) throws Exception {
    proxy.requireLogin("me", "pr0xy");
    try (var served = tls(new Access.Open(), through(login + proxy.address(), ""))) {
      ProxyException thrown = failure(served);

      assertThat(thrown.status()).hasValue(407);
      assertThat(thrown)
          .message()
          .startsWith(name(served) + ": app:1: the proxy " + proxy.address() + " ")
          .contains("name and password in its URL");
      assertThat(RegistryClientTest.stackTrace(thrown)).doesNotContain("wr0ng");
      assertThat(served.waits).isEmpty();
    }
  }

  @Test
  void read_proxyWantsALoginInClearText_saysSo() throws Exception {
    proxy.requireLogin("me", "pr0xy");
    try (var served = new Served(TestRegistry.start(), RegistryOptions.DEFAULT)) {
      var options = through(proxy.address(), "").withInsecureRegistry(name(served));
      try (var client = served.client(options)) {
        var source = client.repository(Reference.parse(name(served) + "/app:1"));
        assertThatThrownBy(source::resolve)
            .isInstanceOf(ProxyException.class)
            .hasMessageContaining("407");
      }
    }
  }

  @Test
  void read_proxyRefuses_failsAtOnceAndNamesIt() throws Exception {
    proxy.refuse(403);
    try (var served = tls(new Access.Open(), through(proxy.address(), ""))) {
      assertThat(failure(served))
          .hasMessage(
              name(served)
                  + ": app:1: the proxy "
                  + proxy.address()
                  + " refuses to connect (status 403)");
      assertThat(served.waits).isEmpty();
    }
  }

  @Test
  void read_proxyFailsForAWhile_isTriedAgain() throws Exception {
    proxy.refuse(503);
    try (var served = tls(new Access.Open(), through(proxy.address(), ""))) {
      assertThat(failure(served).status()).hasValue(503);
      assertThat(served.waits).hasSize(5);
    }
  }

  @Test
  void read_proxyIsDown_saysSoOfTheProxy() throws Exception {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.ofLiteral("127.0.0.1"))) {
      port = socket.getLocalPort();
    }
    try (var served = tls(new Access.Open(), through("127.0.0.1:" + port, ""))) {
      assertThat(failure(served))
          .hasMessageContaining(
              ": app:1: the proxy 127.0.0.1:" + port + " cannot be reached: nothing answers there");
    }
  }

  @Test
  void read_proxyIsUnknown_saysSoOfTheProxy() throws Exception {
    try (var served = tls(new Access.Open(), through("proxy.invalid:3128", ""))) {
      assertThat(failure(served))
          .hasMessageContaining(
              "the proxy proxy.invalid:3128 cannot be reached: there is no such host");
    }
  }

  @Test
  void read_proxyHangs_timesOutAndNamesIt() throws Exception {
    proxy.hang();
    var options = through(proxy.address(), "").withTimeouts(Served.SHORT);
    try (var served = tls(new Access.Open(), options)) {
      assertThatThrownBy(behindTheProxy(served)::resolve)
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("it stopped answering")
          .hasMessageContaining("(through the proxy " + proxy.address() + ")");
    }
  }

  @Test
  void read_certificateIsNotTrusted_namesTheProxy() throws Exception {
    var registry = TestRegistry.startTls(certificates, new Access.Open());
    try (var served = new Served(registry, through(proxy.address(), ""))) {
      assertThatThrownBy(behindTheProxy(served)::resolve)
          .isInstanceOf(UnreachableException.class)
          .hasMessageContaining("its certificate is not trusted")
          .hasMessageContaining("(through the proxy " + proxy.address() + ")");
    }
  }

  @Test
  void read_settingThatIsNoProxy_namesTheSetting() throws Exception {
    var set = Map.of("HTTPS_PROXY", "https://me:pr0xy@proxy:3128");
    var options = RegistryOptions.DEFAULT.withProxies(Proxies.ofUser(set, new Properties()));
    try (var served = tls(new Access.Open(), options)) {
      ProxyException thrown = failure(served);
      assertThat(thrown)
          .hasMessageContaining(": app:1: HTTPS_PROXY names a proxy to be spoken to by https");
      assertThat(RegistryClientTest.stackTrace(thrown)).doesNotContain("pr0xy");
    }
  }

  @Test
  void read_jvmProperties_areNotLookedAtUnlessAsked() throws Exception {
    System.setProperty("https.proxyHost", "proxy.invalid");
    System.setProperty("http.nonProxyHosts", "");
    try (var served = tls(new Access.Open(), RegistryOptions.DEFAULT)) {
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    } finally {
      System.clearProperty("https.proxyHost");
      System.clearProperty("http.nonProxyHosts");
    }
  }

  private static ProxyException failure(Served served) {
    return catchThrowableOfType(ProxyException.class, behindTheProxy(served)::resolve);
  }

  private static RegistryOptions through(String proxy, String noProxy) {
    return RegistryOptions.DEFAULT.withProxies(Proxies.of("http://" + proxy, noProxy));
  }

  private static RegistryOptions trusting(RegistryOptions options) {
    return options.withCaCertificates(List.of(certificates.authority()));
  }

  private static Served tls(Access access, RegistryOptions options) {
    return new Served(TestRegistry.startTls(certificates, access), trusting(options));
  }

  /** The registry by the name that only the proxy knows. */
  private static String name(Served served) {
    return "registry.test:" + served.registry.port();
  }

  private static ImageSource behindTheProxy(Served served) {
    return served.client.repository(Reference.parse(name(served) + "/app:1"));
  }
}
