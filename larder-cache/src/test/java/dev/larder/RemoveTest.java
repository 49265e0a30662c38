// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.model.ImageHandle;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.RemoveOption;
import dev.larder.testkit.image.ImageBuilder;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What a remove takes, and what it leaves. */
final class RemoveTest extends CacheTest {
  @Test
  void remove_onlyName_takesTheImageAndItsFiles() {
    String reference = test.pushAndPull("app:1", TestCache.image("a", "b"));
    long before = test.diskUsage();

    var report = test.cache().remove(reference);

    assertThat(report.untagged()).containsExactly(reference);
    assertThat(report.manifestsRemoved()).isEqualTo(1);
    assertThat(report.layersRemoved()).isEqualTo(2);
    assertThat(report.bytesReclaimed()).isEqualTo(before).isPositive();
    assertThat(report.sandboxes()).isEmpty();
    assertThat(test.files()).isEmpty();
    assertThat(test.cache().list()).isEmpty();
    assertThatThrownBy(() -> test.cache().get(reference))
        .isInstanceOf(ImageNotFoundException.class);
  }

  @Test
  void remove_byHandle_takesTheImage() {
    test.pushAndPull("app:1", TestCache.image("a"));

    var report = test.cache().list().getFirst().remove();

    assertThat(report.manifestsRemoved()).isEqualTo(1);
    assertThat(test.files()).isEmpty();
  }

  @Test
  void remove_twice_isNotFoundTheSecondTime() {
    var handle = test.cache().pull(test.push("app:1", TestCache.image("a")));
    handle.remove();

    assertThatThrownBy(handle::remove).isInstanceOf(ImageNotFoundException.class);
    assertThatThrownBy(handle::inspect).isInstanceOf(ImageNotFoundException.class);
  }

  @Test
  void remove_oneOfTwoNames_keepsTheData() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    String other = test.cache().tag(reference, "other:1").reference();
    var files = test.files();

    var report = test.cache().remove(reference);

    assertThat(report.untagged()).containsExactly(reference);
    assertThat(report.manifestsRemoved()).isZero();
    assertThat(report.layersRemoved()).isZero();
    assertThat(report.bytesReclaimed()).isZero();
    assertThat(test.files()).isEqualTo(files);
    assertThat(references()).containsExactly(other);
    assertThat(test.cache().remove(other).manifestsRemoved()).isEqualTo(1);
    assertThat(test.files()).isEmpty();
  }

  @Test
  void remove_byDigest_takesAllNames() {
    var image = TestCache.image("a");
    String reference = test.pushAndPull("app:1", image);
    String other = test.cache().tag(reference, "other:1").reference();

    var report = test.cache().remove(image.digest());

    assertThat(report.untagged()).containsExactlyInAnyOrder(reference, other);
    assertThat(report.manifestsRemoved()).isEqualTo(1);
    assertThat(test.cache().list()).isEmpty();
  }

  @Test
  void remove_byRepositoryAndDigest_takesTheNamesOfThatRepository() {
    var image = TestCache.image("a");
    String first = test.pushAndPull("app:1", image);
    String second = test.cache().tag(first, test.registry().reference("app:2")).reference();
    String other = test.cache().tag(first, "other:1").reference();

    var report = test.cache().remove(test.pinned("app:1", image));

    assertThat(report.untagged()).containsExactlyInAnyOrder(first, second);
    assertThat(report.manifestsRemoved()).isZero();
    assertThat(references()).containsExactly(other);
  }

  @Test
  void remove_byRepositoryAndDigestThatWasPulledSo_takesTheNamesOfThatRepository() {
    var image = TestCache.image("a");
    String tagged = test.pushAndPull("app:1", image);
    String pinned = test.pinned("app:1", image);
    test.cache().pull(pinned, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));
    assertThat(references()).containsExactlyInAnyOrder(tagged, pinned);

    assertThat(test.cache().remove(pinned).untagged()).containsExactlyInAnyOrder(tagged, pinned);
    assertThat(test.files()).isEmpty();
  }

  @Test
  void remove_sharedLayers_stayUntilTheLastImage() {
    var base = TestCache.layer("base");
    String one =
        test.pushAndPull(
            "app:1", new ImageBuilder().layer(base).layer(TestCache.layer("one")).build());
    String two =
        test.pushAndPull(
            "app:2", new ImageBuilder().layer(base).layer(TestCache.layer("two")).build());
    String baseFile = "layers/" + base.diffId().replace(':', '_') + ".erofs";

    assertThat(test.cache().remove(one).layersRemoved()).isOne();
    assertThat(test.files()).contains(baseFile).hasSize(4);
    assertThat(test.cache().remove(two).layersRemoved()).isEqualTo(2);
    assertThat(test.files()).isEmpty();
  }

  @Test
  void remove_imageOfSandboxes_saysWhichUseIt() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    test.cache().sandboxes().create("web-2", reference);
    test.cache().sandboxes().create("web-1", reference);
    var files = test.files();

    var thrown =
        catchThrowableOfType(ImageInUseException.class, () -> test.cache().remove(reference));

    assertThat(thrown.reference()).isEqualTo(reference);
    assertThat(thrown.sandboxes()).containsExactly("web-1", "web-2");
    assertThat(thrown).hasMessage(reference + " is in use by sandboxes web-1, web-2");
    assertThat(test.files()).isEqualTo(files);
    assertThat(test.cache().get(reference).reference()).isEqualTo(reference);
  }

  @Test
  void remove_oneOfTwoNamesOfASandboxsImage_isAllowed() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    String other = test.cache().tag(reference, "other:1").reference();
    test.cache().sandboxes().create("web", reference);

    assertThat(test.cache().remove(reference).untagged()).containsExactly(reference);
    assertThatThrownBy(() -> test.cache().remove(other)).isInstanceOf(ImageInUseException.class);
  }

  @Test
  void remove_forced_takesTheImageFromItsSandboxes() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    test.cache().sandboxes().create("web", reference);

    var report = test.cache().remove(reference, RemoveOption.FORCE, RemoveOption.FORCE);

    assertThat(report.sandboxes()).containsExactly("web");
    assertThat(report.manifestsRemoved()).isOne();
    assertThat(test.files()).isEmpty();
  }

  @Test
  void remove_byRepositoryWithoutNameLeft_isNotFound() {
    var image = TestCache.image("a");
    String reference = test.pushAndPull("app:1", image);
    test.cache().tag(reference, "other:1");
    test.cache().remove(reference);

    assertThatThrownBy(() -> test.cache().remove(test.pinned("app:1", image)))
        .isInstanceOf(ImageNotFoundException.class)
        .hasMessageContaining("only docker.io/library/other:1");
    assertThat(references()).containsExactly("docker.io/library/other:1");
  }

  private List<String> references() {
    return test.cache().list().stream().map(ImageHandle::reference).toList();
  }
}
