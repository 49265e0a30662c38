// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.ImageNotFoundException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.error.ImagePullFailedException.Reason;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestRegistry;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** Registries that do not give what they should: one clear failure, and nothing stays of it. */
final class BadRegistryTest extends CacheTest {
  private final TestImage image = TestCache.image("a", "b");
  private final String layer = image.layers().getLast().blobDigest();

  @Test
  void pull_unknownTag_isNotFound() {
    test.push("app:1", image);
    String unknown = test.registry().reference("app:2");

    var thrown =
        catchThrowableOfType(ImageNotFoundException.class, () -> test.cache().pull(unknown));

    assertThat(thrown.reference()).isEqualTo(unknown);
    assertThat(thrown).hasMessageStartingWith("no such image in the registry: ");
    requireClean(thrown);
  }

  @Test
  void pull_unknownDigest_isNotFound() {
    String unknown = test.registry().reference("app@sha256:" + "ab".repeat(32));

    var thrown =
        catchThrowableOfType(ImageNotFoundException.class, () -> test.cache().pull(unknown));

    assertThat(thrown.reference()).isEqualTo(unknown);
    requireClean(thrown);
  }

  @Test
  void pull_nobodyListens_isUnreachable() {
    String reference;
    try (var gone = TestRegistry.start()) {
      reference = gone.reference("app:1");
    }
    var thrown = failure(reference);

    assertThat(thrown.reason()).isEqualTo(Reason.UNREACHABLE);
    assertThat(thrown).hasMessageContaining("nothing answers there");
    requireClean(thrown);
  }

  @Test
  void pull_withoutCredentials_isUnauthorized() {
    try (var closed = new TestCache(directory.resolve("basic"), new Access.Basic("me", "secret"))) {
      String reference = closed.push("app:1", image);

      var thrown =
          catchThrowableOfType(
              ImagePullFailedException.class, () -> closed.cache().pull(reference));

      assertThat(thrown.reason()).isEqualTo(Reason.UNAUTHORIZED);
      assertThat(closed.files()).isEmpty();
    }
  }

  @Test
  void pull_forbidden_isUnauthorized() {
    requireFailure(Request.manifest("1"), Misbehaviour.status(403), Reason.UNAUTHORIZED, "403");
  }

  @Test
  void pull_tooManyRequests_isRateLimited() {
    requireFailure(
        Request.manifest("1"),
        Misbehaviour.tooManyRequests("3600"),
        Reason.RATE_LIMITED,
        "too many requests");
  }

  @Test
  void pull_serverError_isTheRegistrys() {
    requireFailure(Request.manifest("1"), Misbehaviour.status(500), Reason.REGISTRY_ERROR, "500");
  }

  @Test
  void pull_configIsMissing_isBadContent() {
    requireFailure(
        Request.blob(image.config().digest()),
        Misbehaviour.status(404),
        Reason.BAD_CONTENT,
        image.config().digest());
  }

  @Test
  void pull_layerIsMissing_isBadContent() {
    requireFailure(Request.blob(layer), Misbehaviour.status(404), Reason.BAD_CONTENT, layer);
  }

  @Test
  void pull_layerOfOtherBytes_isBadContent() {
    requireFailure(
        Request.blob(layer),
        Misbehaviour.damageAt(20),
        Reason.BAD_CONTENT,
        "app@" + layer + " with the wrong digest: wanted " + layer);
  }

  @Test
  void pull_configOfOtherBytes_isBadContent() {
    requireFailure(
        Request.blob(image.config().digest()),
        Misbehaviour.damageAt(20),
        Reason.BAD_CONTENT,
        "wanted " + image.config().digest());
  }

  @Test
  void pull_layerTooLong_isBadContent() {
    byte[] longer = new byte[(int) image.layers().getLast().compressedSizeBytes() + 1];
    requireFailure(
        Request.blob(layer), Misbehaviour.body(Body.of(longer)), Reason.BAD_CONTENT, layer);
  }

  @Test
  void pull_layerTooShort_isBadContent() {
    requireFailure(Request.blob(layer), Misbehaviour.truncatedTo(10), Reason.BAD_CONTENT, layer);
  }

  @Test
  void pull_connectionThatBreaksOnce_goesOn() {
    String reference = test.push("app:1", image);
    test.registry().script(Request.blob(layer), 1, Misbehaviour.dropAfter(30));

    assertThat(test.cache().pull(reference).layerCount()).isEqualTo(2);
  }

  @Test
  void pull_connectionThatAlwaysBreaks_isUnreachable() {
    requireFailure(Request.blob(layer), Misbehaviour.dropAfter(0), Reason.UNREACHABLE, layer);
  }

  @Test
  void pull_manifestIsNotWhatItsDigestSays_isBadContent() {
    test.push("app:1", image);
    test.registry()
        .script(
            Request.manifest(image.digest()),
            Misbehaviour.damageAt(5).and(Misbehaviour.withoutHeader("Docker-Content-Digest")));

    var thrown = failure(test.pinned("app:1", image));

    assertThat(thrown.reason()).isEqualTo(Reason.BAD_CONTENT);
    assertThat(thrown).hasMessageContaining("wanted " + image.digest());
    requireClean(thrown);
  }

  private void requireFailure(
      Predicate<Request> where, Misbehaviour misbehaviour, Reason reason, String message) {
    String reference = test.push("app:1", image);
    test.registry().script(where, misbehaviour);

    var thrown = failure(reference);

    assertThat(thrown).hasMessageStartingWith("cannot pull " + reference + ": ");
    assertThat(thrown.reference()).isEqualTo(reference);
    assertThat(thrown).hasMessageContaining(message);
    assertThat(thrown.reason()).isEqualTo(reason);
    requireClean(thrown);
    test.registry().clearScripts();
    assertThat(test.cache().pull(reference).layerCount()).isEqualTo(2);
  }

  private ImagePullFailedException failure(String reference) {
    return catchThrowableOfType(ImagePullFailedException.class, () -> test.cache().pull(reference));
  }

  private void requireClean(Throwable thrown) {
    assertThat(thrown).message().hasLineCount(1);
    assertThat(test.files()).isEmpty();
    assertThat(test.cache().list()).isEmpty();
  }
}
