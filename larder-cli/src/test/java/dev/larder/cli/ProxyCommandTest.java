// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.registry.TestProxy;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Commands go through the proxy that the environment names. */
final class ProxyCommandTest {
  @TempDir private Path directory;
  private TestLarder larder;
  private TestProxy proxy;

  @BeforeEach
  void start() {
    larder = new TestLarder(directory);
    proxy = TestProxy.start();
  }

  @AfterEach
  void stop() {
    proxy.close();
    larder.close();
  }

  @Test
  void pull_proxyInTheEnvironment_goesThroughIt() {
    larder.push("app:1", TestLarder.image("a").build());
    larder.set("HTTPS_PROXY", "http://" + proxy.address());
    larder.set("HTTP_PROXY", "http://" + proxy.address());

    var run = larder.run("pull", "-q", "--insecure", behindTheProxy());

    assertThat(run.status()).as(run.err()).isZero();
    assertThat(proxy.lines()).contains("GET http://" + name() + "/v2/app/manifests/1 HTTP/1.1");
  }

  @Test
  void login_proxyInTheEnvironment_goesThroughIt() {
    larder.set("ALL_PROXY", proxy.address());

    larder.runWithInput(
        new byte[] {'x'}, "login", "-u", "user", "--password-stdin", "--insecure", name());

    assertThat(proxy.lines()).contains("GET http://" + name() + "/v2/ HTTP/1.1");
  }

  @Test
  void pull_proxyRefuses_isOneLineThatNamesIt() {
    proxy.refuse(403);
    larder.set("https_proxy", "http://me:pr0xy@" + proxy.address());

    var run = larder.run("pull", "-q", behindTheProxy());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.err())
        .isEqualTo(
            "larder: cannot pull %s: %s: app:1: the proxy %s refuses to connect (status 403);"
                    .formatted(behindTheProxy(), name(), proxy.address())
                + " check HTTPS_PROXY, or name the registry in NO_PROXY\n");
  }

  private String name() {
    return "registry.test:" + larder.registry().port();
  }

  private String behindTheProxy() {
    return name() + "/app:1";
  }
}
