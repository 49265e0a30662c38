// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.ImageNotFoundException;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

/** When a pull goes to the registry, and what for. */
final class PullPolicyTest extends CacheTest {
  private static final PullOptions ALWAYS = PullOptions.defaults().withPolicy(PullPolicy.ALWAYS);
  private static final PullOptions NEVER = PullOptions.defaults().withPolicy(PullPolicy.NEVER);

  private final TestImage image = TestCache.image("a", "b");

  @Test
  void pull_missingImage_isThereAfterwards() {
    String reference = test.push("app:1", image);

    var pulled = test.cache().pull(reference);

    assertThat(pulled.reference()).isEqualTo(reference);
    assertThat(test.cache().get(reference)).isEqualTo(pulled);
    assertThat(test.files()).hasSize(4).noneMatch(file -> file.startsWith("tmp/"));
    assertThat(test.registry().manifestsServed()).containsOnly(entry("1"));
    assertThat(test.registry().blobsServed()).hasSize(3).containsValues(1);
  }

  @Test
  void pull_ifMissingAndThere_asksNothing() {
    String reference = test.pushAndPull("app:1", image);
    test.registry().clearExchanges();

    assertThat(test.cache().pull(reference).reference()).isEqualTo(reference);

    assertThat(test.registry().exchanges()).isEmpty();
  }

  @Test
  void pull_ifMissingAndThereUnderADigest_asksNothing() {
    test.pushAndPull("app:1", image);
    test.registry().clearExchanges();

    for (String text :
        List.of(image.digest(), image.digest().substring(7, 19), test.pinned("app:1", image))) {
      test.cache().pull(text);
    }

    assertThat(test.registry().exchanges()).isEmpty();
  }

  @Test
  void pull_ifMissingAndDamaged_mendsIt() throws IOException {
    String reference = test.pushAndPull("app:1", image);
    for (String file : test.files()) {
      Files.delete(test.home().resolve(file));

      test.cache().pull(reference);

      assertThat(test.home().resolve(file)).exists();
    }
  }

  @Test
  void pull_always_asksWhatTheNameMeansAndFetchesNoLayer() {
    String reference = test.pushAndPull("app:1", image);
    test.registry().clearExchanges();

    test.cache().pull(reference, ALWAYS);

    assertThat(test.registry().manifestsServed()).containsOnly(entry("1"));
    assertThat(test.registry().blobsServed()).containsOnlyKeys(image.config().digest());
  }

  @Test
  void pull_neverAndThere_isTheImage() {
    String reference = test.pushAndPull("app:1", image);
    test.registry().clearExchanges();

    assertThat(test.cache().pull(reference, NEVER).reference()).isEqualTo(reference);

    assertThat(test.registry().exchanges()).isEmpty();
  }

  @Test
  void pull_neverAndMissing_isNotFoundAndAsksNothing() {
    String reference = test.push("app:1", image);

    assertThatThrownBy(() -> test.cache().pull(reference, NEVER))
        .isInstanceOf(ImageNotFoundException.class)
        .hasMessage("no such image: " + reference);
    assertThat(test.registry().exchanges()).isEmpty();
  }

  @Test
  void pull_byDigest_isNamedByIt() {
    test.push("app:1", image);
    String pinned = test.pinned("app:1", image);

    var pulled = test.cache().pull(pinned);

    assertThat(pulled.reference()).isEqualTo(pinned);
    assertThat(pulled.isDangling()).isFalse();
    assertThat(test.registry().requests(Request.manifest("1"))).isZero();
  }

  @Test
  void pull_byTagAndDigest_isNamedByTheDigestAlone() {
    String reference = test.push("app:1", image);

    assertThat(test.cache().pull(reference + "@" + image.digest()).reference())
        .isEqualTo(test.pinned("app:1", image));
  }

  @Test
  void pull_missingDigestWithoutRepository_isNotFoundAndAsksNothing() {
    test.push("app:1", image);

    assertThatThrownBy(() -> test.cache().pull(image.digest()))
        .isInstanceOf(ImageNotFoundException.class)
        .hasMessageStartingWith("no such image: " + image.digest())
        .hasMessageEndingWith("REPOSITORY@DIGEST");
    assertThat(test.registry().exchanges()).isEmpty();
  }

  private static Map.Entry<String, Integer> entry(String name) {
    return Map.entry(name, 1);
  }
}
