// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.ImageNotFoundException;
import dev.larder.error.InvalidReferenceException;
import dev.larder.model.ImageHandle;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.oci.Digest;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.registry.Request;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Names that come to mean another image, and what becomes of the one they meant before. */
final class MovedTagTest extends CacheTest {
  private final TestImage old = TestCache.image("old");
  private final TestImage current = TestCache.image("new");

  @Test
  void pull_tagThatMoved_leavesTheOldImageWithoutAName() {
    String reference = test.pushAndPull("app:1", old);
    var cameAt = test.now();
    test.advance(Duration.ofHours(1));
    pullAgain();

    assertThat(manifest(test.cache().get(reference))).isEqualTo(current.digest());
    var handles = test.cache().list();
    assertThat(handles).hasSize(2);
    assertThat(handles.getFirst().reference()).isEqualTo(reference);
    assertThat(handles.getFirst().createdAt()).contains(test.now());
    assertThat(handles.getFirst().isDangling()).isFalse();

    var dangling = handles.getLast();
    assertThat(dangling.isDangling()).isTrue();
    assertThat(dangling.reference()).isEqualTo(test.pinned("app:1", old));
    assertThat(dangling.createdAt()).contains(cameAt);
    assertThat(dangling.inspect().layers()).hasSize(1);
  }

  @Test
  void pull_tagThatMovesBetweenTwoRequests_isTheImageThatItMeantAtFirst() {
    String reference = test.push("app:1", TestIndex.of(old));
    test.registry()
        .script(
            Request.manifest(old.digest()),
            1,
            (request, proper) -> {
              test.push("app:1", TestIndex.of(current));
              return proper;
            });

    var pulled = test.cache().pull(reference);

    assertThat(manifest(pulled)).isEqualTo(old.digest());
    assertThat(pulled.inspect().layers())
        .extracting(layer -> layer.blobDigest().toString())
        .containsExactly(old.layers().getFirst().blobDigest());
    test.cache().pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));
    assertThat(manifest(test.cache().get(reference))).isEqualTo(current.digest());
  }

  @Test
  void pull_oneOfTenThousandTags_asksForThatOneAlone() {
    String reference = test.push("app:1", current);
    for (int i = 0; i < 10_000; i++) {
      test.registry().tag("app", "nightly-" + i, current.digest());
    }

    test.cache().pull(reference);

    assertThat(test.registry().exchanges())
        .extracting(exchange -> exchange.request().path())
        .containsExactlyInAnyOrder(
            "/v2/app/manifests/1",
            "/v2/app/blobs/" + current.config().digest(),
            "/v2/app/blobs/" + current.layers().getFirst().blobDigest());
  }

  @Test
  void pull_tagThatMoved_doesNotMoveTheSandbox() {
    String reference = test.pushAndPull("app:1", old);
    test.cache().sandboxes().create("web", reference);
    pullAgain();

    var sandbox = test.cache().sandboxes().inspect("web");

    assertThat(sandbox.sandbox().manifestDigest().toString()).isEqualTo(old.digest());
    assertThat(sandbox.sandbox().imagePresent()).isTrue();
    assertThat(sandbox.disk().vmdk().toFile()).exists();
    assertThat(test.cache().prune().manifestsRemoved()).isOne();
    assertThat(test.cache().list())
        .singleElement()
        .satisfies(image -> assertThat(image.reference()).isEqualTo(test.pinned("app:1", old)));
  }

  @Test
  void remove_danglingImage_takesIt() {
    String reference = test.pushAndPull("app:1", old);
    pullAgain();

    var report = test.cache().list().getLast().remove();

    assertThat(report.untagged()).isEmpty();
    assertThat(report.manifestsRemoved()).isOne();
    assertThat(test.cache().list()).extracting(ImageHandle::reference).containsExactly(reference);
  }

  @Test
  void pull_tagThatMovedBack_namesTheOldImageAgain() {
    String reference = test.pushAndPull("app:1", old);
    pullAgain();
    test.push("app:1", old);
    test.cache().pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));

    assertThat(manifest(test.cache().get(reference))).isEqualTo(old.digest());
    assertThat(test.cache().list()).extracting(ImageHandle::isDangling).containsOnlyOnce(true);
  }

  @Test
  void tag_newName_namesTheSameImage() {
    String reference = test.pushAndPull("app:1", old);
    test.advance(Duration.ofMinutes(1));

    var tagged = test.cache().tag(reference, "team/app");

    assertThat(tagged.reference()).isEqualTo("docker.io/team/app:latest");
    assertThat(tagged.createdAt()).contains(test.now());
    assertThat(manifest(tagged)).isEqualTo(old.digest());
    assertThat(test.cache().list()).hasSize(2);
  }

  @Test
  void tag_nameOfAnotherImage_moves() {
    String one = test.pushAndPull("app:1", old);
    String two = test.pushAndPull("app:2", current);

    test.cache().tag(one, two);

    assertThat(manifest(test.cache().get(two))).isEqualTo(old.digest());
    assertThat(test.cache().get(current.digest()).isDangling()).isTrue();
  }

  @Test
  void tag_nameWithDigest_isRefused() {
    String reference = test.pushAndPull("app:1", old);

    assertThatThrownBy(() -> test.cache().tag(reference, "app@" + current.digest()))
        .isInstanceOf(InvalidReferenceException.class);
    assertThatThrownBy(() -> test.cache().tag("missing:1", "app:2"))
        .isInstanceOf(ImageNotFoundException.class);
  }

  private void pullAgain() {
    test.cache()
        .pull(test.push("app:1", current), PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));
  }

  private static String manifest(ImageHandle image) {
    return image.manifestDigest().map(Digest::toString).orElseThrow();
  }
}
