// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestRegistry;
import java.io.InputStream;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Bytes that a registry says are somewhere else. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ElsewhereTest {
  @Test
  void openBlob_foreignLayer_isRefusedUnlessAllowed() throws Exception {
    try (var served = Served.openly();
        var elsewhere = TestRegistry.start();
        var allowing =
            served.client(RegistryOptions.DEFAULT.withForeignLayers(ForeignLayers.ALLOWED))) {
      elsewhere.putBlob("kept", Body.of(Served.BLOB));
      served.registry.removeBlob("app", served.blob.digest().toString());
      var foreign =
          new Descriptor(
              MediaTypes.DOCKER_FOREIGN_LAYER,
              served.blob.digest(),
              Served.BLOB_BYTES,
              Map.of(),
              List.of(elsewhere.origin() + "/v2/kept/blobs/" + served.blob.digest()));

      assertThatThrownBy(() -> served.source.openBlob(foreign))
          .isInstanceOf(ForeignLayerException.class);
      assertThat(elsewhere.exchanges()).isEmpty();
      try (InputStream in = allowing.repository(served.reference("app:1")).openBlob(foreign)) {
        assertThat(in.readAllBytes()).isEqualTo(Served.BLOB);
      }
    }
  }

  @Test
  void openBlob_foreignLayerThatTheRegistryHolds_isTakenFromIt() throws Exception {
    try (var served = Served.openly()) {
      var foreign =
          new Descriptor(
              MediaTypes.DOCKER_FOREIGN_LAYER,
              served.blob.digest(),
              Served.BLOB_BYTES,
              Map.of(),
              List.of("https://registry.invalid/layer"));
      try (InputStream in = served.source.openBlob(foreign)) {
        assertThat(in.readAllBytes()).isEqualTo(Served.BLOB);
      }
    }
  }

  @Test
  void openBlob_redirectToAnotherHost_isFollowed() throws Exception {
    try (var served = Served.openly();
        var storage = TestRegistry.start()) {
      storage.putBlob("app", Body.of(Served.BLOB));
      String target = "/v2/app/blobs/" + served.blob.digest();
      served.registry.script(
          Request.any(),
          Misbehaviour.redirect(URI.create(storage.origin() + target + "?signature=secret")));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
    }
  }

  @Test
  void openBlob_redirectInCircles_ends() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.redirect(URI.create("/v2/round")));
      assertThatThrownBy(served::readBlob)
          .isInstanceOf(BadResponseException.class)
          .hasMessageContaining("redirects");
      assertThat(served.registry.exchanges()).hasSizeLessThan(20);
    }
  }

  @Test
  void openBlob_redirectToWhatIsNotHttp_isRefused() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(
          Request.any(), Misbehaviour.redirect(URI.create("file:///etc/passwd")));
      assertThatThrownBy(served::readBlob).isInstanceOf(BadResponseException.class);
    }
  }

  @Test
  void openBlob_failureBehindSignedRedirect_doesNotShowTheSignature() throws Exception {
    try (var served = Served.openly();
        var storage = TestRegistry.start()) {
      String target = "/v2/app/blobs/" + served.blob.digest();
      served.registry.script(
          Request.any(),
          Misbehaviour.redirect(URI.create(storage.origin() + target + "?signature=secret")));
      assertThatThrownBy(served::readBlob)
          .isInstanceOf(ContentNotFoundException.class)
          .satisfies(
              thrown -> assertThat(RegistryClientTest.stackTrace(thrown)).doesNotContain("secret"));
    }
  }
}
