// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.registry.TestProxy;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Logins against Debian's docker-registry, which keeps names in htpasswd and speaks TLS. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class DebianRegistryTest {
  @TempDir private Path directory;
  private TestLarder larder;
  private DockerRegistry registry;

  @BeforeEach
  void start() throws IOException {
    larder = new TestLarder(directory);
    registry =
        DockerRegistry.in(directory.resolve("registry")).user("user", "pass:word").tls().start();
    var layout = directory.resolve("layout");
    new ImageArchive().add("latest", TestLarder.image("a").build()).writeOciLayout(layout);
    registry.push("oci:" + layout + ":latest", "app:1");
  }

  @AfterEach
  void stop() {
    registry.close();
    larder.close();
  }

  @Test
  void pull_betweenLoginAndLogout_isLetIn() {
    assertThat(pull(registry.address()).err())
        .hasLineCount(1)
        .contains("larder login " + registry.address());

    assertThat(logIn(registry.address(), "wrong").status()).isEqualTo(1);
    var login = logIn(registry.address(), "pass:word");
    assertThat(login.status()).as(login.err()).isZero();
    var pull = pull(registry.address());
    assertThat(pull.status()).as(pull.err()).isZero();
    assertThat(larder.files()).hasSize(3);

    assertThat(larder.run("logout", registry.address()).status()).isZero();
    assertThat(pull(registry.address()).status()).isEqualTo(1);
  }

  @Test
  void pull_throughAProxy_isLetInByTheLogin() {
    String name = "registry.test" + registry.address().substring("127.0.0.1".length());
    try (var proxy = TestProxy.start()) {
      larder.set("HTTPS_PROXY", "http://" + proxy.address());

      var login = logIn(name, "pass:word");
      assertThat(login.status()).as(login.err()).isZero();
      var pull = pull(name);

      assertThat(pull.status()).as(pull.err()).isZero();
      assertThat(larder.files()).hasSize(3);
      assertThat(proxy.lines())
          .isNotEmpty()
          .allMatch(line -> line.equals("CONNECT " + name + " HTTP/1.1"));
    }
  }

  private TestLarder.Run logIn(String name, String password) {
    return larder.runWithInput(
        password.getBytes(StandardCharsets.UTF_8),
        "login",
        "--username",
        "user",
        "--password-stdin",
        "--ca-certs",
        registry.certificate().toString(),
        name);
  }

  private TestLarder.Run pull(String name) {
    return larder.run(
        "pull",
        "-q",
        "--policy",
        "always",
        "--ca-certs",
        registry.certificate().toString(),
        name + "/app:1");
  }
}
