// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.CacheStorageException;
import dev.larder.model.ImageHandle;
import dev.larder.model.PrunePolicy;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.oracle.ConcatenatedDisk;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Homes: found again, moved, shared, and such as are none. */
final class HomeTest {
  @TempDir private Path directory;

  @Test
  void open_homeOfAnEarlierCache_hasItsImages() {
    String reference;
    try (var test = new TestCache(directory)) {
      reference = test.pushAndPull("app:1", TestCache.image("a"));
      test.cache().sandboxes().create("web", reference);
    }
    try (var cache = ImageCache.open(directory.resolve("home"))) {
      assertThat(cache.list()).extracting(ImageHandle::reference).containsExactly(reference);
      assertThat(cache.sandboxes().list()).hasSize(1);
    }
  }

  @Test
  void open_homeThatIsOpen_seesWhatTheOtherDoes() {
    try (var test = new TestCache(directory);
        var other = test.open()) {
      String reference = test.pushAndPull("app:1", TestCache.image("a"));

      assertThat(other.get(reference).reference()).isEqualTo(reference);
      other.remove(reference);
      assertThat(test.cache().list()).isEmpty();
    }
  }

  @Test
  void open_homeThatWasMoved_worksThere() throws IOException {
    String reference;
    try (var test = new TestCache(directory)) {
      reference = test.pushAndPull("app:1", TestCache.image("a"));
    }
    var moved = directory.resolve("elsewhere");
    Files.move(directory.resolve("home"), moved);

    try (var cache = ImageCache.open(moved)) {
      var disk = cache.sandboxes().create("web", reference).disk();

      assertThat(disk.vmdk()).startsWith(moved).isRegularFile();
      assertThat(ConcatenatedDisk.files(disk.vmdk()))
          .allMatch(file -> file.startsWith(moved) && Files.exists(file));
      assertThat(cache.prune().manifestsRemoved()).isZero();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"a b", "what?", "a?b=c", "50%", "a#b", "ünïcode", "mode=memory"})
  void open_homeOfAnyName_keepsEverythingInIt(String name) throws IOException {
    var home = directory.resolve(name);
    try (var cache = ImageCache.open(home)) {
      assertThat(cache.list()).isEmpty();
      assertThat(home.resolve("larder.db")).isRegularFile();
    }
    try (var list = Files.list(directory)) {
      assertThat(list).containsExactly(home);
    }
  }

  @Test
  void open_laterVersion_isRefusedAndLeftAlone() throws SQLException {
    var home = directory.resolve("home");
    ImageCache.open(home).close();
    execute(home, "PRAGMA user_version = 99");

    var thrown = failure(home);

    assertThat(thrown.path()).isEqualTo(home.resolve("larder.db"));
    assertThat(thrown)
        .hasMessageContaining(home.resolve("larder.db").toString())
        .hasMessageContaining("a later larder (schema 99");
  }

  @Test
  void open_catalogThatIsNone_saysWhichFile() throws IOException {
    var home = directory.resolve("home");
    ImageCache.open(home).close();
    Files.writeString(home.resolve("larder.db"), "not a database ".repeat(1000));

    var thrown = failure(home);

    assertThat(thrown.path()).isEqualTo(home.resolve("larder.db"));
    assertThat(thrown)
        .hasMessageContaining(home.resolve("larder.db").toString())
        .hasMessageContaining("not a database")
        .hasMessageContaining("move it and its -wal and -shm away");
  }

  @Test
  void open_catalogThatIsGone_startsEmptyAndIsFilledAgain() throws IOException {
    try (var test = new TestCache(directory)) {
      String reference = test.pushAndPull("app:1", TestCache.image("a"));
      test.pushAndPull("other:1", TestCache.image("b"));
      String diffId = TestCache.layer("a").diffId().replace(':', '_');
      Path layer = test.home().resolve("layers/" + diffId + ".erofs");
      byte[] bytes = Files.readAllBytes(layer);
      test.cache().close();
      Files.delete(test.home().resolve("larder.db"));

      try (var cache = test.open()) {
        assertThat(cache.list()).isEmpty();
        assertThat(cache.diskUsage().leftoverBytes()).isPositive();

        cache.pull(reference);

        assertThat(cache.verify(VerifyLevel.DEEP).isSound()).isTrue();
        assertThat(layer).hasBinaryContent(bytes);
        assertThat(cache.prune(PrunePolicy.dangling()).bytesReclaimed()).isPositive();
        assertThat(cache.verify(VerifyLevel.DEEP).isSound()).isTrue();
        assertThat(test.files()).hasSize(3);
      }
    }
  }

  @Test
  void open_homeThatIsAFile_saysSo() throws IOException {
    var home = Files.writeString(directory.resolve("home"), "a file");

    var thrown = failure(home);

    assertThat(thrown.path()).isEqualTo(home);
    assertThat(thrown).hasMessage(home + ": Not a directory");
  }

  private static CacheStorageException failure(Path home) {
    var thrown =
        catchThrowableOfType(CacheStorageException.class, () -> ImageCache.open(home).close());
    assertThat(thrown).message().hasLineCount(1);
    return thrown;
  }

  private static void execute(Path home, String statement) throws SQLException {
    try (var connection = DriverManager.getConnection("jdbc:sqlite:" + home.resolve("larder.db"));
        var once = connection.createStatement()) {
      once.execute(statement);
    }
  }
}
