// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.ImagePullFailedException;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.Blob;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** An image whose manifest, config and layers are named by sha512; its diff ids are not. */
final class Sha512Test extends CacheTest {
  private final TestImage image = TestCache.image("a", "b");
  private String manifestDigest;
  private String pinned;

  @BeforeEach
  void push() throws Exception {
    String manifest = new String(image.document().bytes(), StandardCharsets.UTF_8);
    for (Blob blob : image.blobs()) {
      byte[] bytes;
      try (InputStream in = blob.open()) {
        bytes = in.readAllBytes();
      }
      manifest = manifest.replace(blob.digest(), sha512(bytes));
      test.registry().putBlob("app", Body.of(bytes), sha512(bytes));
    }
    byte[] bytes = manifest.getBytes(StandardCharsets.UTF_8);
    manifestDigest = sha512(bytes);
    test.registry().putManifest("app", image.mediaType(), bytes, manifestDigest);
    test.registry().tag("app", "1", manifestDigest);
    pinned = test.registry().reference("app@" + manifestDigest);
  }

  @Test
  void pull_byDigest_keepsEveryDigest() {
    var handle = test.cache().pull(pinned);

    assertThat(handle.manifestDigest()).get().hasToString(manifestDigest);
    var detail = test.cache().inspect(pinned);
    assertThat(detail.config().digest().toString()).startsWith("sha512:");
    assertThat(detail.layers())
        .hasSize(2)
        .allMatch(layer -> layer.blobDigest().toString().startsWith("sha512:"))
        .allMatch(layer -> layer.diffId().toString().startsWith("sha256:"));
    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
    assertThat(test.cache().get(manifestDigest).reference()).isEqualTo(pinned);
  }

  @Test
  void pull_byTag_isTheImageThatTheRegistryNames() {
    var handle = test.cache().pull(test.registry().reference("app:1"));

    assertThat(handle.manifestDigest()).get().hasToString(manifestDigest);
    assertThat(test.files()).hasSize(4);
    test.cache().remove(test.registry().reference("app:1"));
    assertThat(test.files()).isEmpty();
  }

  @Test
  void pull_damagedLayer_isCaught() {
    test.registry()
        .script(request -> request.path().contains("/blobs/sha512:"), Misbehaviour.damageAt(30));

    assertThatThrownBy(() -> test.cache().pull(pinned))
        .isInstanceOf(ImagePullFailedException.class)
        .hasMessageContaining("sha512:");
    assertThat(test.files()).isEmpty();
    assertThat(test.registry().requests(Request.manifest(manifestDigest))).isPositive();
  }

  private static String sha512(byte[] bytes) throws Exception {
    return "sha512:" + HexFormat.of().formatHex(MessageDigest.getInstance("SHA-512").digest(bytes));
  }
}
