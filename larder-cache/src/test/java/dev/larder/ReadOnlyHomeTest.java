// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.ErofsImage;
import dev.larder.error.CacheStorageException;
import dev.larder.model.BootDisk;
import dev.larder.model.PrunePolicy;
import dev.larder.model.VerifyLevel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A home that can only be read: what works there, and what says that it does not. */
final class ReadOnlyHomeTest extends CacheTest {
  private String reference;

  @BeforeEach
  void pullImage() {
    reference = test.pushAndPull("app:1", TestCache.image("a", "b"));
  }

  @Test
  void open_readOnly_readsAll() throws Exception {
    test.cache().close();
    try (var mount = ReadOnlyMount.of(test.home(), directory.resolve("seen"));
        var cache = open(mount)) {
      assertThat(cache.list()).hasSize(1);
      assertThat(cache.inspect(reference).layers()).hasSize(2);
      assertThat(cache.diskUsage().totalBytes()).isPositive();
      assertThat(cache.verify(VerifyLevel.DEEP).unsound()).isEmpty();
      assertThat(cache.planPrune(PrunePolicy.unused()).removals()).hasSize(1);
      try (var lease = cache.lease(reference);
          var image = open(lease.disk())) {
        assertThat(image.find("file-a")).isPresent();
      }
    }
  }

  @Test
  void open_readOnlyBesideAWriter_seesWhatItWrites() throws Exception {
    try (var mount = ReadOnlyMount.of(test.home(), directory.resolve("seen"));
        var cache = open(mount)) {
      String other = test.pushAndPull("other:1", TestCache.image("c"));

      assertThat(cache.get(other).layerCount()).isEqualTo(1);
      // Within one process SQLite keeps files open as long as it has locks of them elsewhere.
      test.cache().close();
    }
  }

  @Test
  void changes_readOnly_areRefused() throws Exception {
    var before = test.files();
    test.cache().close();
    try (var mount = ReadOnlyMount.of(test.home(), directory.resolve("seen"));
        var cache = open(mount)) {
      var changes =
          List.<ThrowingCallable>of(
              () -> cache.pull(test.push("other:1", TestCache.image("c"))),
              () -> cache.touch(reference),
              () -> cache.tag(reference, "example.com/b:1"),
              () -> cache.remove(reference),
              () -> cache.prune(),
              () -> cache.repair(VerifyLevel.QUICK),
              () -> cache.sandboxes().create("box", reference));
      for (var change : changes) {
        assertThatThrownBy(change)
            .isInstanceOf(CacheStorageException.class)
            .hasMessageContaining("read-only");
      }
    }
    assertThat(test.files()).isEqualTo(before);
  }

  @Test
  void open_readOnlyOfAnEarlierSchema_saysWhatToDo() throws Exception {
    test.cache().close();
    Damage.sql(test.home(), "PRAGMA user_version = 1");
    try (var mount = ReadOnlyMount.of(test.home(), directory.resolve("seen"))) {
      assertThatThrownBy(() -> open(mount))
          .isInstanceOf(CacheStorageException.class)
          .hasMessageContaining("open it once where it can be written");
    }
  }

  @Test
  void open_movedHome_isWhole() throws Exception {
    test.cache().close();
    Path moved = directory.resolve("another place");
    Files.move(test.home(), moved);

    try (var cache = ImageCache.open(CacheOptions.at(moved))) {
      assertThat(cache.verify(VerifyLevel.DEEP).unsound()).isEmpty();
      cache.pull(test.push("other:1", TestCache.image("a", "c")));
      assertThat(cache.prune().manifestsRemoved()).isEqualTo(2);
    }
    assertThat(HomeListing.of(moved).present()).isEmpty();
  }

  private static ImageCache open(ReadOnlyMount mount) {
    return ImageCache.open(CacheOptions.at(mount.directory()));
  }

  private static ErofsImage open(BootDisk disk) throws Exception {
    var files = disk.extents().stream().map(BootDisk.Extent::file).toList();
    return ErofsImage.open(files.getFirst(), files.subList(1, files.size()));
  }
}
