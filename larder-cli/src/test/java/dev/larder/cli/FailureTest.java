// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What can go wrong with a pull: one line, the right status, nothing left, the next one works. */
final class FailureTest {
  private static final String MANIFEST = "application/vnd.oci.image.manifest.v1+json";

  @TempDir private Path directory;

  @Test
  void pull_unknownTag_isNotFound() {
    try (var larder = new TestLarder(directory)) {
      larder.push("app:1", TestLarder.image("a").build());

      requireFailure(larder, larder.registry().reference("app:2"), 3, "no such image");
    }
  }

  @Test
  void pull_invalidReference_isWrongUsage() {
    try (var larder = new TestLarder(directory)) {
      requireFailure(larder, "Upper/Case", 2, "invalid reference 'Upper/Case'");
    }
  }

  @Test
  void pull_nobodyListens_saysSo() throws IOException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    try (var larder = new TestLarder(directory)) {
      requireFailure(larder, "127.0.0.1:" + port + "/app", 1, "nothing answers there");
    }
  }

  @Test
  void pull_loginWanted_saysHow() {
    try (var larder = new TestLarder(directory, new Access.Basic("user", "secret"))) {
      String reference = larder.push("app:1", TestLarder.image("a").build());

      requireFailure(larder, reference, 1, "larder login " + larder.registry().host());
    }
  }

  @Test
  void pull_registryFails_saysSo() {
    requireRecovery(request -> true, Misbehaviour.status(418), "418");
  }

  @Test
  void pull_manifestIsBrokenJson_saysSo() {
    try (var larder = new TestLarder(directory)) {
      byte[] broken = "{\"schemaVersion\": 2, \"layers\": [".getBytes(StandardCharsets.UTF_8);
      String digest = larder.registry().putManifest("app", MANIFEST, broken);
      larder.registry().tag("app", "1", digest);

      requireFailure(larder, larder.registry().reference("app:1"), 1, "cannot pull");
    }
  }

  @Test
  void pull_notAnImage_saysSo() {
    try (var larder = new TestLarder(directory)) {
      byte[] chart =
          ("{\"schemaVersion\":2,\"mediaType\":\""
                  + MANIFEST
                  + "\",\"config\":{\"mediaType\":"
                  + "\"application/vnd.cncf.helm.config.v1+json\",\"digest\":\"sha256:"
                  + "0".repeat(64)
                  + "\",\"size\":2},\"layers\":[]}")
              .getBytes(StandardCharsets.UTF_8);
      String digest = larder.registry().putManifest("chart", MANIFEST, chart);
      larder.registry().tag("chart", "1", digest);

      requireFailure(
          larder, larder.registry().reference("chart:1"), 1, "only container images can be kept");
    }
  }

  @Test
  void pull_otherPlatform_namesThoseThereAre() {
    try (var larder = new TestLarder(directory)) {
      var image = TestLarder.image("a").platform("linux", "s390x", "").build();

      requireFailure(larder, larder.push("app:1", image), 1, "only for linux/s390x");
    }
  }

  @Test
  void pull_layerWithWrongBytes_saysSo() {
    requireRecovery(FailureTest::isBlob, Misbehaviour.damageAt(20), "sha256:");
  }

  @Test
  void pull_layerCutShort_saysSo() {
    requireRecovery(FailureTest::isBlob, Misbehaviour.truncatedTo(50), "50");
  }

  @Test
  void pull_wrongDiffId_saysSo() {
    try (var larder = new TestLarder(directory)) {
      var layer = TestLarder.image("a").build().layers().getFirst();
      var wrong = layer.withDiffId("sha256:" + "0".repeat(64));
      var image = TestLarder.image().layer(wrong).build();

      requireFailure(larder, larder.push("app:1", image), 1, "sha256:" + "0".repeat(64));
    }
  }

  @Test
  void pull_debug_showsTheStack() {
    try (var larder = new TestLarder(directory)) {
      var run = larder.run("pull", "-q", "--debug", larder.registry().reference("app:2"));

      assertThat(run.err()).startsWith("larder: ").contains("\tat dev.larder");
    }
  }

  @Test
  void images_homeIsAFile_saysSo() {
    try (var larder = new TestLarder(directory)) {
      var run = larder.run("images", "--home", "/dev/null");

      assertThat(run.status()).isEqualTo(1);
      assertThat(run.err().lines()).hasSize(1).first().asString().contains("/dev/null");
    }
  }

  private static boolean isBlob(Request request) {
    return request.path().contains("/blobs/");
  }

  /** The first pull fails since the registry misbehaves, the second one works. */
  private void requireRecovery(
      Predicate<Request> match, Misbehaviour misbehaviour, String message) {
    try (var larder = new TestLarder(directory)) {
      TestImage image = TestLarder.image("a").build();
      String reference = larder.push("app:1", image);
      String config = image.config().digest();
      larder
          .registry()
          .script(request -> match.test(request) && !request.path().endsWith(config), misbehaviour);

      requireFailure(larder, reference, 1, message);

      larder.registry().clearScripts();
      assertThat(larder.run("pull", "-q", reference).status()).isZero();
      assertThat(larder.files()).hasSize(3);
    }
  }

  private static void requireFailure(
      TestLarder larder, String reference, int status, String message) {
    var run = larder.run("pull", "-q", reference);

    assertThat(run.status()).as(run.err()).isEqualTo(status);
    assertThat(run.out()).isEmpty();
    assertThat(run.err().lines()).hasSize(1);
    assertThat(run.err()).startsWith("larder: ").contains(message);
    assertThat(larder.files()).isEmpty();
    assertThat(larder.run("images", "-q").out()).isEmpty();
  }
}
