// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.ImageHandle;
import dev.larder.model.ImagePruneReport;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** What a prune takes, what it counts, and what it leaves alone. */
final class PruneTest extends CacheTest {
  private static final ImagePruneReport NOTHING = new ImagePruneReport(0, 0, 0, 0, 0, 0);

  @Test
  void prune_emptyCache_removesNothing() {
    assertThat(test.cache().prune()).isEqualTo(NOTHING);
  }

  @Test
  void prune_unusedImages_countsWhatTheDiskGotBack() {
    var base = TestCache.layer("base");
    String reference =
        test.pushAndPull(
            "app:1", new ImageBuilder().layer(base).layer(TestCache.layer("a")).build());
    test.pushAndPull("app:2", new ImageBuilder().layer(base).build());
    test.cache().tag(reference, "app");
    long before = test.diskUsage();

    var report = test.cache().prune();

    assertThat(report).isEqualTo(new ImagePruneReport(3, 2, 2, 2, 2, before));
    assertThat(before).isPositive();
    assertThat(test.files()).isEmpty();
    assertThat(test.cache().list()).isEmpty();
  }

  @Test
  void prune_imageOfASandbox_staysWithItsLayers() {
    var base = TestCache.layer("base");
    String used = test.pushAndPull("app:1", new ImageBuilder().layer(base).build());
    test.pushAndPull("app:2", new ImageBuilder().layer(base).layer(TestCache.layer("b")).build());
    test.cache().sandboxes().create("web", used);
    long before = test.diskUsage();

    var report = test.cache().prune();

    assertThat(report).isEqualTo(new ImagePruneReport(1, 1, 1, 1, 1, before - test.diskUsage()));
    assertThat(test.cache().list()).extracting(ImageHandle::reference).containsExactly(used);
    test.cache().sandboxes().remove("web");
    assertThat(test.cache().prune().manifestsRemoved()).isOne();
    assertThat(test.files()).isEmpty();
  }

  @Test
  void prune_leasedImage_stays() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));

    try (var lease = test.cache().lease(reference)) {
      assertThat(test.cache().prune()).isEqualTo(NOTHING);
      assertThat(lease.disk().vmdk()).exists();
    }
    assertThat(test.cache().prune().manifestsRemoved()).isOne();
  }

  @Test
  void prune_whileAPullRuns_leavesWhatItUses() throws Exception {
    var image = TestCache.image("a", "b");
    String blob = image.layers().getLast().blobDigest();
    // An earlier image has the first layer, which the pull finds and relies on.
    test.pushAndPull("other:1", TestCache.image("a"));
    String reference = test.push("app:1", image);
    test.registry().script(Request.blob(blob), 1, Misbehaviour.hangAfter(10));

    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var pulled = executor.submit(() -> test.cache().pull(reference));
      TestCache.await(() -> test.registry().requests(Request.blob(blob)) > 0);

      var report = test.cache().prune();

      assertThat(report.manifestsRemoved()).isOne();
      assertThat(report.layersRemoved()).isZero();
      assertThat(test.files()).anyMatch(file -> file.startsWith("tmp/"));
      pulled.cancel(true);
    }
    // Nobody uses that layer any more, but what is not the pull's own is not the pull's to remove.
    assertThat(test.files()).hasSize(1);
    assertThat(test.cache().prune().layersRemoved()).isOne();
    assertThat(test.files()).isEmpty();
  }

  @Test
  void prune_whatACrashLeft_goes() throws IOException {
    String hex = "ab".repeat(32);
    var leftovers =
        new Path[] {
          test.home().resolve("layers/sha256_" + hex + ".erofs"),
          test.home().resolve("fsmeta/sha256_" + hex + ".erofs"),
          test.home().resolve("vmdk/sha256_" + hex + ".vmdk"),
          test.home().resolve("tmp/1f.0"),
        };
    for (var leftover : leftovers) {
      Files.write(leftover, new byte[10_000]);
    }
    long before = test.diskUsage();

    assertThat(test.cache().prune()).isEqualTo(new ImagePruneReport(0, 0, 1, 1, 1, before));
    assertThat(leftovers).noneMatch(Files::exists);
  }

  @Test
  void prune_filesOfOtherNames_stay() throws IOException {
    var others =
        new Path[] {
          test.home().resolve("layers/notes.txt"),
          test.home().resolve("layers/sha256_12.erofs"),
          test.home().resolve("fsmeta/sha256_" + "ab".repeat(32) + ".vmdk"),
          test.home().resolve("tmp/notes.txt"),
          test.home().resolve("tmp/-1.0"),
          test.home().resolve("tmp/7fffffffffffffff.0"),
          test.home().resolve("README"),
        };
    for (var other : others) {
      Files.writeString(other, "mine");
    }

    assertThat(test.cache().prune()).isEqualTo(NOTHING);
    assertThat(others).allMatch(Files::exists);
  }
}
