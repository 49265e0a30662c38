// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.ImageNotFoundException;
import dev.larder.error.SandboxExistsException;
import dev.larder.error.SandboxNotFoundException;
import dev.larder.model.BootDisk;
import dev.larder.model.PullEvent;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.RemoveOption;
import dev.larder.model.Sandbox;
import dev.larder.oci.Digest;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Request;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Sandboxes: names that hold an image. */
final class SandboxesTest extends CacheTest {
  private final TestImage image =
      new ImageBuilder()
          .layer(TestCache.layer("a"))
          .layer(TestCache.layer("b"))
          .cmd("serve")
          .build();

  private Sandboxes sandboxes;

  @BeforeEach
  void prepare() {
    sandboxes = test.cache().sandboxes();
  }

  @Test
  void create_missingImage_pullsAndPinsIt() {
    String reference = test.push("app:1", image);

    var created = sandboxes.create("web", reference);

    assertThat(created.sandbox())
        .isEqualTo(new Sandbox("web", reference, Digest.parse(image.digest()), test.now(), true));
    assertThat(created.config().cmd()).containsExactly("serve");
    assertThat(created).isEqualTo(sandboxes.inspect("web"));
    assertThat(test.cache().prune().manifestsRemoved()).isZero();
  }

  @Test
  void create_imageThatIsThere_asksNothingAndCountsAsUse() {
    String reference = test.pushAndPull("app:1", image);
    test.registry().clearExchanges();
    test.advance(Duration.ofDays(1));

    sandboxes.create("web", reference);

    assertThat(test.registry().exchanges()).isEmpty();
    assertThat(test.cache().get(reference).lastUsedAt()).contains(test.now());
  }

  @Test
  void create_disk_isFsmetaThenTheLayers() throws Exception {
    var disk = sandboxes.create("web", test.push("app:1", image)).disk();

    var home = test.home();
    String manifest = image.digest().replace(':', '_');
    assertThat(disk.vmdk()).isEqualTo(home.resolve("vmdk/" + manifest + ".vmdk"));
    assertThat(disk.extents())
        .extracting(BootDisk.Extent::file)
        .containsExactly(home.resolve("fsmeta/" + manifest + ".erofs"), layerFile(0), layerFile(1));
    for (var extent : disk.extents()) {
      assertThat(extent.sizeBytes()).isEqualTo(Files.size(extent.file())).isPositive();
      assertThat(extent.sizeBytes() % 4096).isZero();
    }
  }

  private Path layerFile(int position) {
    return test.home()
        .resolve("layers/" + image.layers().get(position).diffId().replace(':', '_') + ".erofs");
  }

  @Test
  void create_takenName_isRefusedAndPullsNothing() {
    sandboxes.create("web", test.push("app:1", image));
    String other = test.push("app:2", TestCache.image("c"));
    test.registry().clearExchanges();

    var thrown =
        catchThrowableOfType(SandboxExistsException.class, () -> sandboxes.create("web", other));

    assertThat(thrown.name()).isEqualTo("web");
    assertThat(test.registry().exchanges()).isEmpty();
  }

  @Test
  void create_nameTakenDuringThePull_leavesNothingOfIt() {
    String first = test.pushAndPull("app:1", image);
    var files = test.files();
    String second = test.push("app:2", TestCache.image("c"));
    var taken = new AtomicBoolean();
    var options =
        PullOptions.defaults()
            .withListener(
                event -> {
                  if (event instanceof PullEvent.Resolving) {
                    sandboxes.create("web", first);
                    taken.set(true);
                  }
                });
    // The pull goes on while its listener is told, so this image's layer waits for that.
    test.registry()
        .script(
            Request.blob(TestCache.image("c").layers().getFirst().blobDigest()),
            TestCache.after(taken::get));

    assertThatThrownBy(() -> sandboxes.create("web", second, options))
        .isInstanceOf(SandboxExistsException.class);

    assertThat(test.files()).isEqualTo(files);
    assertThat(test.cache().list()).hasSize(1);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "-web", ".web", "_web", "a b", "a/b", "ä", "web\n"})
  void create_invalidName_isRefused(String name) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sandboxes.create(name, "app:1"))
        .withMessageContaining("1 to 128 letters");
  }

  @Test
  void create_nameOf128Characters_isTheLongest() {
    String reference = test.push("app:1", image);

    assertThat(sandboxes.create("a".repeat(128), reference).sandbox().name()).hasSize(128);
    assertThatIllegalArgumentException()
        .isThrownBy(() -> sandboxes.create("a".repeat(129), reference));
  }

  @Test
  void create_neverAndMissing_isNotFound() {
    String reference = test.push("app:1", image);

    assertThatThrownBy(
            () ->
                sandboxes.create(
                    "web", reference, PullOptions.defaults().withPolicy(PullPolicy.NEVER)))
        .isInstanceOf(ImageNotFoundException.class);
    assertThat(sandboxes.list()).isEmpty();
  }

  @Test
  void list_severalSandboxes_byName() {
    String reference = test.push("app:1", image);
    sandboxes.create("b", reference);
    sandboxes.create("a", reference);
    sandboxes.create("B", reference);

    assertThat(sandboxes.list()).extracting(Sandbox::name).containsExactly("B", "a", "b");
  }

  @Test
  void remove_sandbox_keepsTheImage() {
    String reference = test.push("app:1", image);
    sandboxes.create("web", reference);

    sandboxes.remove("web");

    assertThat(sandboxes.list()).isEmpty();
    assertThat(test.cache().get(reference).layerCount()).isEqualTo(2);
  }

  @Test
  void calls_unknownSandbox_sayWhich() {
    assertThat(catchThrowableOfType(SandboxNotFoundException.class, () -> sandboxes.remove("web")))
        .hasMessage("no such sandbox: web")
        .extracting(SandboxNotFoundException::name)
        .isEqualTo("web");
    assertThatThrownBy(() -> sandboxes.inspect("web")).isInstanceOf(SandboxNotFoundException.class);
  }

  @Test
  void imageRemovedByForce_sandboxSaysSoUntilItIsPulledAgain() {
    String reference = test.push("app:1", image);
    sandboxes.create("web", reference);
    test.cache().remove(reference, RemoveOption.FORCE);

    assertThat(sandboxes.list()).extracting(Sandbox::imagePresent).containsExactly(false);
    assertThat(catchThrowableOfType(ImageNotFoundException.class, () -> sandboxes.inspect("web")))
        .hasMessageContaining("web")
        .hasMessageContaining(image.digest())
        .hasMessageContaining("pull it again")
        .extracting(ImageNotFoundException::reference)
        .isEqualTo(reference);

    test.cache().pull(reference);
    assertThat(sandboxes.inspect("web").sandbox().imagePresent()).isTrue();
  }
}
