// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.DiskUsage.ImageUsage;
import dev.larder.model.DiskUsage.LayerUsage;
import dev.larder.model.PrunePolicy;
import dev.larder.testkit.oracle.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Sizes that add up, and prunes that give back what they say. */
final class DiskUsageTest extends CacheTest {
  private String app;
  private String other;

  @BeforeEach
  void pullImages() {
    app = test.pushAndPull("app:1", TestCache.image("shared", "app"));
    test.advance(Duration.ofMinutes(1));
    other = test.pushAndPull("other:1", TestCache.image("shared", "other", "more"));
    test.cache().tag(app, "example.com/second:1");
  }

  @Test
  void diskUsage_total_isWhatDuSays() throws Exception {
    Files.writeString(test.home().resolve("vmdk/sha256_" + "0".repeat(64) + ".vmdk"), "left over");
    Files.writeString(test.home().resolve("tmp/somebody else's"), "x");

    var usage = test.cache().diskUsage();

    assertThat(usage.totalBytes()).isEqualTo(du(test.home()));
    long images = usage.images().stream().mapToLong(ImageUsage::uniqueBytes).sum();
    long shared =
        usage.layers().stream()
            .filter(layer -> layer.images().size() > 1)
            .mapToLong(LayerUsage::allocatedBytes)
            .sum();
    assertThat(usage.leftoverBytes()).isEqualTo(4096);
    assertThat(images + shared + usage.leftoverBytes() + usage.otherBytes())
        .isEqualTo(usage.totalBytes());
  }

  @Test
  void diskUsage_sharedLayer_isToldOfEachImage() {
    var usage = test.cache().diskUsage();

    assertThat(usage.images())
        .extracting(ImageUsage::references)
        .containsExactlyInAnyOrder(List.of(app, "example.com/second:1"), List.of(other));
    var shared = usage.layers().stream().filter(layer -> layer.images().size() == 2).toList();
    assertThat(shared).hasSize(1);
    for (var image : usage.images()) {
      var detail = test.cache().inspect(image.references().getFirst());
      assertThat(image.sharedBytes()).isEqualTo(shared.getFirst().allocatedBytes());
      assertThat(image.allocatedBytes()).isEqualTo(image.sharedBytes() + image.uniqueBytes());
      assertThat(image.downloadBytes())
          .isEqualTo(
              detail.layers().stream().mapToLong(layer -> layer.compressedSizeBytes()).sum());
      assertThat(image.erofsBytes())
          .isGreaterThan(detail.layers().stream().mapToLong(layer -> layer.erofsSizeBytes()).sum());
    }
  }

  @Test
  void remove_andPrune_giveBackWhatUsageSays() throws Exception {
    long unique =
        test.cache().diskUsage().images().stream()
            .filter(image -> image.references().contains(other))
            .findFirst()
            .orElseThrow()
            .uniqueBytes();
    long before = test.diskUsage();

    assertThat(test.cache().remove(other).bytesReclaimed()).isEqualTo(unique);
    assertThat(before - test.diskUsage()).isEqualTo(unique);

    long rest = test.diskUsage();
    assertThat(test.cache().prune().bytesReclaimed()).isEqualTo(rest);
    assertThat(test.diskUsage()).isZero();
  }

  @Test
  void planPrune_leftovers_areBytesOnTheDisk() throws Exception {
    Files.writeString(test.home().resolve("fsmeta/sha256_" + "1".repeat(64) + ".erofs"), "x");
    long bytes = test.cache().planPrune(PrunePolicy.dangling()).leftoverBytes();

    assertThat(bytes).isEqualTo(4096);
    assertThat(test.cache().prune(PrunePolicy.dangling()).bytesReclaimed()).isEqualTo(bytes);
  }

  private static long du(Path home) throws Exception {
    String line = Tool.require("du").run("-s", "-B1", home.toString()).text();
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }
}
