// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.AmbiguousReferenceException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.InvalidReferenceException;
import dev.larder.model.ImageFilter;
import dev.larder.model.ImageHandle;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What means an image, and what does not. */
final class LookupTest extends CacheTest {
  @ParameterizedTest
  @ValueSource(
      strings = {
        "python",
        "python:latest",
        "library/python",
        "docker.io/python",
        "docker.io/library/python",
        "docker.io/library/python:latest",
        "index.docker.io/library/python",
        "index.docker.io/python:latest"
      })
  void get_anySpellingOfTheName_isTheImage(String spelling) {
    String pulled = test.pushAndPull("app:1", TestCache.image("a"));
    test.cache().tag(pulled, "python");

    assertThat(test.cache().get(spelling).reference()).isEqualTo("docker.io/library/python:latest");
  }

  @Test
  void get_digestsOfTheImage_isTheImage() {
    var image = TestCache.image("a");
    var index = TestIndex.of(image);
    String reference = test.pushAndPull("app:1", index);

    for (String digest : List.of(image.digest(), index.digest(), image.config().digest())) {
      String hex = digest.substring("sha256:".length());
      for (String text :
          List.of(digest, hex, "sha256:" + hex.substring(0, 12), hex.substring(0, 12))) {
        assertThat(test.cache().get(text).reference()).as(text).isEqualTo(reference);
      }
    }
  }

  @Test
  void get_wholeDigestThatAnotherImageHasAsName_isTheImageOfTheDigest() {
    var image = TestCache.image("a");
    String reference = test.pushAndPull("app:1", image);
    String other = test.pushAndPull("other:1", TestCache.image("b"));
    test.cache().tag(other, image.digest());

    assertThat(test.cache().get(image.digest()).reference()).isEqualTo(reference);
    assertThat(test.cache().get("library/" + image.digest()).manifestDigest())
        .isEqualTo(test.cache().get(other).manifestDigest());
  }

  @Test
  void get_repositoryAndDigest_isTheImageOfThatRepository() {
    var image = TestCache.image("a");
    var index = TestIndex.of(image);
    String reference = test.pushAndPull("app:1", index);

    for (String digest : List.of(image.digest(), index.digest())) {
      assertThat(test.cache().get(test.registry().reference("app@" + digest)).reference())
          .isEqualTo(reference);
      assertThat(test.cache().get(test.registry().reference("app:other@" + digest)).reference())
          .isEqualTo(reference);
      assertThatThrownBy(() -> test.cache().get(test.registry().reference("other@" + digest)))
          .isInstanceOf(ImageNotFoundException.class);
    }
  }

  @Test
  void get_beginningOfADigest_isFoundFromFourDigitsOn() {
    var image = TestCache.image("a");
    String reference = test.pushAndPull("app:1", image);
    String hex = image.digest().substring("sha256:".length());

    assertThat(test.cache().get(hex.substring(0, 4)).reference()).isEqualTo(reference);
    assertThat(test.cache().get("sha256:" + hex.substring(0, 4)).reference()).isEqualTo(reference);
    for (String tooShort : List.of(hex.substring(0, 3), "sha256:" + hex.substring(0, 3))) {
      assertThatThrownBy(() -> test.cache().get(tooShort))
          .isInstanceOf(ImageNotFoundException.class)
          .hasMessage("no such image: " + tooShort);
    }
  }

  @Test
  void get_beginningOfTwoDigests_isAmbiguous() {
    var twins = withCommonPrefix();
    test.pushAndPull("app:1", twins.getFirst());
    test.pushAndPull("app:2", twins.getLast());
    String prefix = prefix(twins.getFirst());

    var thrown =
        catchThrowableOfType(AmbiguousReferenceException.class, () -> test.cache().inspect(prefix));

    assertThat(thrown.prefix()).isEqualTo(prefix);
    assertThat(thrown.candidates())
        .containsExactlyInAnyOrder(twins.getFirst().digest(), twins.getLast().digest());
    assertThat(thrown).hasMessageContaining(twins.getFirst().digest()).hasMessageContaining(" or ");
  }

  @Test
  void get_nameThatLooksLikeADigest_isTheName() {
    var image = TestCache.image("a");
    var other = test.pushAndPull("other:1", TestCache.image("b"));
    test.pushAndPull("app:1", image);
    String prefix = prefix(image);
    test.cache().tag(other, prefix);

    assertThat(test.cache().get(prefix).reference())
        .isEqualTo("docker.io/library/" + prefix + ":latest");
  }

  @Test
  void lookUps_unknownImage_saysWhichIsNotThere() {
    for (var lookUp : lookUps("missing:1")) {
      var thrown = catchThrowableOfType(ImageNotFoundException.class, lookUp::run);

      assertThat(thrown.reference()).isEqualTo("missing:1");
      assertThat(thrown).hasMessage("no such image: missing:1");
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "UPPER", "a//b", "app:", "app@sha256:12", "app:1 ", "-app"})
  void lookUps_noReference_saysWhatIsWrong(String text) {
    for (var lookUp : lookUps(text)) {
      var thrown = catchThrowableOfType(InvalidReferenceException.class, lookUp::run);

      assertThat(thrown.reference()).isEqualTo(text);
      assertThat(thrown).hasMessageStartingWith("invalid reference '" + text + "': ");
    }
  }

  private List<Runnable> lookUps(String text) {
    return List.of(
        () -> test.cache().get(text),
        () -> test.cache().inspect(text),
        () -> test.cache().history(text),
        () -> test.cache().remove(text),
        () -> test.cache().tag(text, "new:1"),
        () -> test.cache().lease(text));
  }

  @Test
  void list_emptyCache_isEmpty() {
    assertThat(test.cache().list()).isEmpty();
  }

  @Test
  void list_severalImages_newestFirst() {
    String first = test.pushAndPull("app:1", TestCache.image("a"));
    test.advance(Duration.ofMinutes(1));
    String second = test.pushAndPull("app:2", TestCache.image("b"));
    test.advance(Duration.ofMinutes(1));
    String third = test.cache().tag(first, "zebra").reference();

    assertThat(test.cache().list())
        .extracting(ImageHandle::reference)
        .containsExactly(third, second, first);
  }

  @Test
  void list_filters_onlyWhatMatchesAll() {
    var labelled = new ImageBuilder().layer(TestCache.layer("a")).labels(Map.of("team", "blue"));
    String one = test.pushAndPull("app:1", labelled.build());
    String two = test.pushAndPull("app:2", TestCache.image("b"));
    String three = test.pushAndPull("other:1", labelled.build());

    assertThat(references("label=team=blue")).containsExactlyInAnyOrder(one, three);
    assertThat(references("label=team")).containsExactlyInAnyOrder(one, three);
    assertThat(references("label=team=red")).isEmpty();
    assertThat(references("reference=*:*/app")).containsExactlyInAnyOrder(one, two);
    assertThat(references("reference=*:*/app:2")).containsExactly(two);
    assertThat(references("label=team", "reference=*:*/other")).containsExactly(three);
    assertThat(references("dangling=true")).isEmpty();
    assertThat(references("dangling=false")).hasSize(3);
  }

  private List<String> references(String... filters) {
    return test.cache().list(List.of(filters).stream().map(ImageFilter::parse).toList()).stream()
        .map(ImageHandle::reference)
        .toList();
  }

  private static String prefix(TestImage image) {
    return image.digest().substring("sha256:".length(), "sha256:".length() + 4);
  }

  /** Two images whose manifests' digests begin with the same four digits. */
  private static List<TestImage> withCommonPrefix() {
    var seen = new HashMap<String, TestImage>();
    for (int i = 0; i < 10_000; i++) {
      var image = new ImageBuilder().annotation("number", Integer.toString(i)).build();
      var twin = seen.putIfAbsent(prefix(image), image);
      if (twin != null) {
        return List.of(twin, image);
      }
    }
    throw new IllegalStateException("10000 digests, and all begin in other ways");
  }
}
