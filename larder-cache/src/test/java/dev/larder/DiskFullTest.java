// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.larder.error.CacheStorageException;
import dev.larder.error.ImageSaveFailedException;
import dev.larder.error.LarderException;
import dev.larder.model.PrunePolicy;
import dev.larder.model.SaveOptions;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A home on a small file system that fills up: at each phase, since it fills up at each size. */
final class DiskFullTest {
  private static final int STEP_BYTES = 12 << 10;

  @TempDir private Path directory;

  private Path mount;
  private TestCache test;

  @BeforeEach
  void mountSmallFileSystem() throws Exception {
    Requirement.root();
    mount = Files.createDirectory(directory.resolve("small"));
    Tool.require("mount").run("-t", "tmpfs", "-o", "size=8m", "tmpfs", mount.toString());
    test = new TestCache(mount);
  }

  @AfterEach
  void unmount() throws Exception {
    test.close();
    Tool.require("umount").run(mount.toString());
  }

  @Test
  void pull_diskFullAtAnyPhase_failsOnceAndLeavesNoLie() throws Exception {
    test.pushAndPull("other:1", TestCache.image("shared", "other"));
    String reference = test.push("app:1", TestCache.image("shared", "a", "b"));
    var before = test.files();
    int failures = 0;
    Throwable failure;
    do {
      leaveFree((long) failures * STEP_BYTES);
      failure = catchThrowable(() -> test.cache().pull(reference));
      if (failure != null) {
        failures++;
        assertThat(failure)
            .isInstanceOf(CacheStorageException.class)
            .message()
            .containsAnyOf("No space left on device", "database or disk is full");
        assertThat(test.files()).noneMatch(file -> file.startsWith("tmp/"));
        requireTruth();
        // Where not even the catalog's log has room, layers that were whole wait for a prune.
        freeUp();
        test.cache().prune(PrunePolicy.dangling());
        assertThat(test.files()).as("after %s", failure).isEqualTo(before);
      }
    } while (failure != null);

    assertThat(failures).isGreaterThanOrEqualTo(3);
    requireTruth();
    freeUp();
    assertThat(test.cache().prune().manifestsRemoved()).isEqualTo(2);
    assertThat(test.files()).isEmpty();
  }

  /** The archive goes to the file system of the home, of which it takes more than there is. */
  @Test
  void save_diskFull_failsAndLeavesNothing() throws Exception {
    String reference = test.pushAndPull("app:1", TestCache.image("a".repeat(100)));
    Path archive = Files.writeString(mount.resolve("archive.tar"), "before");
    leaveFree(10L * STEP_BYTES);

    var failure =
        catchThrowable(
            () -> test.cache().save(archive, List.of(reference), SaveOptions.defaults()));

    assertThat(failure)
        .isInstanceOf(ImageSaveFailedException.class)
        .hasMessage("cannot save to " + archive + ": No space left on device");
    assertThat(archive).hasContent("before");
    freeUp();
    try (var files = Files.list(mount)) {
      assertThat(files.map(file -> file.getFileName().toString()))
          .containsExactlyInAnyOrder("home", "archive.tar");
    }
    requireTruth();
  }

  @Test
  void prune_diskFull_changesAllOrSaysSo() throws Exception {
    test.pushAndPull("other:1", TestCache.image("shared", "other"));
    test.pushAndPull("app:1", TestCache.image("shared", "a", "b"));
    for (int free = 0; free < 5 * STEP_BYTES && !test.files().isEmpty(); free += STEP_BYTES / 3) {
      leaveFree(free);
      try {
        test.cache().prune();
      } catch (LarderException e) {
        assertThat(e).isInstanceOf(CacheStorageException.class);
      }
      requireTruth();
    }
    freeUp();
    test.cache().prune();

    assertThat(test.files()).isEmpty();
    assertThat(test.cache().list()).isEmpty();
  }

  @Test
  void open_diskFull_saysSo() throws Exception {
    test.pushAndPull("app:1", TestCache.image("a"));
    test.cache().close();
    leaveFree(0);

    var failure =
        catchThrowable(
            () -> {
              try (var cache = ImageCache.open(test.home())) {
                cache.list();
              }
            });

    assertThat(failure)
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining("No space left on device")
        .hasMessageContaining("free some 100 KiB");
    freeUp();
  }

  private void requireTruth() throws Exception {
    assertThat(HomeListing.of(test.home()).broken()).isEmpty();
    assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).isEmpty();
  }

  private void leaveFree(long bytes) throws IOException {
    freeUp();
    FileStore store = Files.getFileStore(mount);
    Files.write(filler(), new byte[(int) Math.max(0, store.getUsableSpace() - bytes)]);
    assertThat(store.getUsableSpace()).isLessThanOrEqualTo(bytes);
  }

  private void freeUp() throws IOException {
    Files.deleteIfExists(filler());
  }

  private Path filler() {
    return mount.resolve("filler");
  }
}
