// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.PlatformMismatchException;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.oci.image.Platform;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import org.junit.jupiter.api.Test;

/** Which platform's image is taken. */
final class PlatformTest extends CacheTest {
  @Test
  void pull_index_takesTheHostsImage() {
    var host = Platform.host();
    var index =
        TestIndex.of(
            image("linux", "s390x", ""), image(host.os(), host.architecture(), host.variant()));
    String reference = test.push("app:1", index);

    var pulled = test.cache().pull(reference);

    assertThat(pulled.architecture()).contains(host.architecture());
    assertThat(pulled.layerCount()).isOne();
    assertThat(test.registry().blobsServed()).hasSize(2);
  }

  @Test
  void pull_indexWithoutTheHost_saysWhatThereIs() {
    String reference =
        test.push("app:1", TestIndex.of(image("linux", "s390x", ""), image("linux", "arm", "v6")));

    var thrown =
        catchThrowableOfType(
            PlatformMismatchException.class,
            () -> test.cache().pull(reference, options("linux/ppc64le")));

    assertThat(thrown.reference()).isEqualTo(reference);
    assertThat(thrown.wanted()).isEqualTo("linux/ppc64le");
    assertThat(thrown.available()).containsExactly("linux/s390x", "linux/arm/v6");
    assertThat(test.files()).isEmpty();
    assertThat(test.cache().list()).isEmpty();
  }

  @Test
  void pull_imageOfAnotherPlatform_isRefusedUnlessAskedFor() {
    String reference = test.push("app:1", image("linux", "s390x", ""));

    var thrown =
        catchThrowableOfType(PlatformMismatchException.class, () -> test.cache().pull(reference));
    assertThat(thrown.available()).containsExactly("linux/s390x");
    assertThat(test.files()).isEmpty();

    assertThat(test.cache().pull(reference, options("linux/s390x")).architecture())
        .contains("s390x");
  }

  @Test
  void pull_imageWithoutPlatform_isTaken() {
    var image =
        new ImageBuilder()
            .layer(TestCache.layer("a"))
            .configDocument("os", "")
            .configDocument("architecture", "");

    assertThat(test.cache().pull(test.push("app:1", image.build())).os()).isEmpty();
  }

  @Test
  void pull_cachedForAnotherPlatform_isPulledForTheWantedOne() {
    var index = TestIndex.of(image("linux", "s390x", ""), image("linux", "riscv64", ""));
    String reference = test.push("app:1", index);
    test.cache().pull(reference, options("linux/s390x"));

    var pulled = test.cache().pull(reference, options("linux/riscv64"));

    assertThat(pulled.architecture()).contains("riscv64");
    assertThat(test.cache().list()).hasSize(2);
  }

  @Test
  void pull_neverAndCachedForAnotherPlatform_saysWhatThereIs() {
    String reference = test.push("app:1", image("linux", "s390x", ""));
    test.cache().pull(reference, options("linux/s390x"));

    var thrown =
        catchThrowableOfType(
            PlatformMismatchException.class,
            () ->
                test.cache()
                    .pull(reference, options("linux/riscv64").withPolicy(PullPolicy.NEVER)));

    assertThat(thrown.available()).containsExactly("linux/s390x");
  }

  @Test
  void pull_configWithoutTheIndexsVariant_isThereTheNextTime() {
    // Common: the index says arm/v6, the config only arm, which by itself would mean v7.
    var image = image("linux", "arm", "");
    var index =
        TestIndex.of(
            new TestImage(
                image.format(),
                "linux",
                "arm",
                "v6",
                image.document(),
                image.config(),
                image.layers()));
    String reference = test.push("app:1", index);
    test.cache().pull(reference, options("linux/arm/v6"));
    test.registry().clearExchanges();

    test.cache().pull(reference, options("linux/arm/v6"));
    test.cache().pull(reference, options("linux/arm/v6").withPolicy(PullPolicy.NEVER));

    assertThat(test.registry().exchanges()).isEmpty();
  }

  private static PullOptions options(String platform) {
    return PullOptions.defaults().withPlatform(Platform.parse(platform));
  }

  private static TestImage image(String os, String architecture, String variant) {
    return new ImageBuilder()
        .platform(os, architecture, variant)
        .layer(TestCache.layer(architecture))
        .build();
  }
}
