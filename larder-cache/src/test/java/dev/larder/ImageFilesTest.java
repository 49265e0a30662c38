// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.larder.error.CacheStorageException;
import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.ImagePathException;
import dev.larder.error.ImagePathException.Reason;
import dev.larder.error.OperationCancelledException;
import dev.larder.model.FileChange;
import dev.larder.model.FileChange.Aspect;
import dev.larder.model.FileChange.Kind;
import dev.larder.model.FileEntry;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.image.TestImage;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.StandardOpenOption;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The files in an image, without a mount. */
final class ImageFilesTest extends CacheTest {
  private static final TestImage IMAGE =
      new ImageBuilder()
          .layer(
              new TarBuilder()
                  .directory("etc/")
                  .file("etc/motd", "first")
                  .file("etc/gone", "soon")
                  .directory("usr/bin/")
                  .add(
                      TarEntry.file("usr/bin/tool", "#!".repeat(5000))
                          .mode(04755)
                          .owner(1, 2)
                          .mtime(1_700_000_000, 123_456_789))
                  .symlink("bin", "usr/bin"))
          .layer(
              new TarBuilder()
                  .whiteout("etc/gone")
                  .file("etc/motd", "second")
                  .symlink("etc/up", "../../../../etc/motd")
                  .symlink("etc/absolute", "/bin/tool")
                  .symlink("etc/round", "round")
                  .symlink("etc/nowhere", "nothing/there")
                  .hardLink("usr/bin/same", "usr/bin/tool")
                  .characterDevice("dev/null", 1, 3)
                  .fifo("dev/pipe"))
          .build();

  @Test
  void list_directory_hasItsEntriesInOrder() {
    try (var files = open(IMAGE)) {
      assertThat(files.list("/"))
          .extracting(FileEntry::name)
          .containsExactly("bin", "dev", "etc", "usr");
      assertThat(files.list("etc"))
          .extracting(FileEntry::path)
          .containsExactly("/etc/absolute", "/etc/motd", "/etc/nowhere", "/etc/round", "/etc/up");
      assertThat(files.list("/bin/")).extracting(FileEntry::path).contains("/usr/bin/tool");
      assertThat(files.image().reference()).isEqualTo(test.registry().reference("app:1"));
    }
  }

  @Test
  void get_eachType_tellsWhatItIs() {
    try (var files = open(IMAGE)) {
      assertThat(files.get("/usr/bin/tool"))
          .isEqualTo(
              new FileEntry(
                  "/usr/bin/tool",
                  FileEntry.Type.FILE,
                  04755,
                  1,
                  2,
                  2,
                  10_000,
                  Instant.ofEpochSecond(1_700_000_000, 123_456_789),
                  "",
                  FileEntry.Device.NONE));
      assertThat(files.get("bin"))
          .extracting(FileEntry::type, FileEntry::target)
          .containsExactly(FileEntry.Type.SYMLINK, "usr/bin");
      assertThat(files.follow("bin"))
          .extracting(FileEntry::type, FileEntry::path)
          .containsExactly(FileEntry.Type.DIRECTORY, "/usr/bin");
      assertThat(files.get("dev/null"))
          .extracting(FileEntry::type, FileEntry::device)
          .containsExactly(FileEntry.Type.CHARACTER_DEVICE, new FileEntry.Device(1, 3));
      assertThat(files.get("dev/pipe").type()).isEqualTo(FileEntry.Type.FIFO);
      assertThat(files.get("/").name()).isEqualTo("/");
    }
  }

  @ParameterizedTest
  @CsvSource({
    "etc/motd, second",
    "/etc/../etc/./motd, second",
    "//etc//motd, second",
    "../../etc/motd, second",
    "etc/up, second",
    "usr/bin/../../etc/up, second",
  })
  void open_path_isResolvedInsideTheImage(String path, String text) throws IOException {
    try (var files = open(IMAGE);
        var in = files.open(path)) {
      assertThat(new String(in.readAllBytes(), StandardCharsets.UTF_8)).isEqualTo(text);
    }
  }

  @Test
  void open_absoluteLink_beginsAtTheImagesRoot() throws IOException {
    try (var files = open(IMAGE);
        var in = files.open("etc/absolute")) {
      assertThat(in.readAllBytes()).hasSize(10_000);
    }
  }

  @ParameterizedTest
  @CsvSource({
    "etc/gone, NOT_FOUND",
    "etc/nowhere, NOT_FOUND",
    "etc/motd/, NOT_A_DIRECTORY",
    "etc/motd/x, NOT_A_DIRECTORY",
    "etc/motd/.., NOT_A_DIRECTORY",
    "etc/round, TOO_MANY_LINKS",
    "etc, NOT_A_FILE",
    "dev/null, NOT_A_FILE",
  })
  void open_whatCannotBe_saysWhy(String path, Reason reason) {
    try (var files = open(IMAGE)) {
      assertThatThrownBy(() -> files.open(path))
          .isInstanceOfSatisfying(
              ImagePathException.class,
              e -> {
                assertThat(e.reason()).isEqualTo(reason);
                assertThat(e.path()).isEqualTo(path);
                assertThat(e.reference()).isEqualTo(files.image().reference());
              });
      assertThatThrownBy(() -> files.open("x".repeat(256))).isInstanceOf(ImagePathException.class);
    }
  }

  @Test
  void walk_directory_tellsParentsFirst() {
    try (var files = open(IMAGE)) {
      var paths = new ArrayList<String>();
      files.walk("/bin", file -> paths.add(file.path()));

      assertThat(paths).containsExactly("/usr/bin", "/usr/bin/same", "/usr/bin/tool");
    }
  }

  @Test
  void files_open_keepTheImage() {
    String reference = test.pushAndPull("app:1", IMAGE);
    try (var files = test.cache().files(reference)) {
      assertThat(test.cache().prune().manifestsRemoved()).isZero();
      assertThatThrownBy(() -> test.cache().remove(reference))
          .isInstanceOf(ImageInUseException.class);
      assertThat(files.list("/")).hasSize(4);
    }
    assertThat(test.cache().prune().manifestsRemoved()).isEqualTo(1);
    assertThatThrownBy(() -> test.cache().files(reference))
        .isInstanceOf(ImageNotFoundException.class);
  }

  @Test
  void files_damagedFsmeta_saysSoAndLetsGo() throws IOException {
    String reference = test.pushAndPull("app:1", IMAGE);
    var fsmeta = test.home().resolve("fsmeta/" + IMAGE.digest().replace(':', '_') + ".erofs");
    Damage.SUPERBLOCK_CHANGED.of(fsmeta);

    assertThatThrownBy(() -> test.cache().files(reference))
        .isInstanceOfSatisfying(
            CacheStorageException.class, e -> assertThat(e.path()).isEqualTo(fsmeta))
        .hasMessageContaining("verify and repair");
    assertThat(test.cache().prune().manifestsRemoved()).isEqualTo(1);
  }

  @Test
  void list_interrupted_isCancelledAndLetsGo() {
    String reference = test.pushAndPull("app:1", IMAGE);
    try (var files = test.cache().files(reference)) {
      Thread.currentThread().interrupt();
      assertThatThrownBy(() -> files.list("/")).isInstanceOf(OperationCancelledException.class);
    } finally {
      assertThat(Thread.interrupted()).isTrue();
    }
    assertThat(test.cache().prune().manifestsRemoved()).isEqualTo(1);
  }

  @Test
  void compare_sameImage_findsNothing() {
    String reference = test.pushAndPull("app:1", IMAGE);
    try (var left = test.cache().files(reference);
        var right = test.cache().files(reference)) {
      assertThat(left.compare(right)).isEmpty();
    }
  }

  @Test
  void compare_otherImage_findsEachDifference() {
    String before =
        test.pushAndPull(
            "app:1",
            new ImageBuilder()
                .layer(
                    new TarBuilder()
                        .file("same", "same".repeat(50_000))
                        .file("content", "a".repeat(300_000) + "x")
                        .file("longer", "a")
                        .add(TarEntry.file("mode", "m").mode(0644))
                        .add(TarEntry.file("owner", "o").owner(1, 1))
                        .add(TarEntry.file("time", "t").mtime(1))
                        .add(TarEntry.file("xattr", "x").xattr("user.a", "1"))
                        .symlink("link", "a")
                        .characterDevice("device", 1, 3)
                        .file("type/in", "in")
                        .file("gone/in/there", "g"))
                .build());
    String after =
        test.pushAndPull(
            "app:2",
            new ImageBuilder()
                .layer(
                    new TarBuilder()
                        .file("same", "same".repeat(50_000))
                        .file("content", "a".repeat(300_000) + "y")
                        .file("longer", "ab")
                        .add(TarEntry.file("mode", "m").mode(0600).owner(0, 5))
                        .add(TarEntry.file("owner", "o").owner(1, 2))
                        .add(TarEntry.file("time", "t").mtime(2))
                        .add(TarEntry.file("xattr", "x").xattr("user.a", "2"))
                        .symlink("link", "b")
                        .characterDevice("device", 1, 5)
                        .symlink("type", "same")
                        .file("new", "n"))
                .build());
    try (var left = test.cache().files(before);
        var right = test.cache().files(after)) {
      assertThat(left.compare(right))
          .extracting(FileChange::kind, FileChange::path, FileChange::aspects)
          .containsExactly(
              tuple(Kind.CHANGED, "/content", Set.of(Aspect.CONTENT)),
              tuple(Kind.CHANGED, "/device", Set.of(Aspect.CONTENT)),
              tuple(Kind.REMOVED, "/gone", Set.of()),
              tuple(Kind.REMOVED, "/gone/in", Set.of()),
              tuple(Kind.REMOVED, "/gone/in/there", Set.of()),
              tuple(Kind.CHANGED, "/link", Set.of(Aspect.CONTENT)),
              tuple(Kind.CHANGED, "/longer", Set.of(Aspect.CONTENT)),
              tuple(Kind.CHANGED, "/mode", EnumSet.of(Aspect.MODE, Aspect.OWNER)),
              tuple(Kind.ADDED, "/new", Set.of()),
              tuple(Kind.CHANGED, "/owner", Set.of(Aspect.OWNER)),
              tuple(Kind.CHANGED, "/time", Set.of(Aspect.TIME)),
              tuple(Kind.CHANGED, "/type", Set.of(Aspect.TYPE)),
              tuple(Kind.REMOVED, "/type/in", Set.of()),
              tuple(Kind.CHANGED, "/xattr", Set.of(Aspect.XATTRS)));
    }
  }

  @Test
  void compare_sharedLayer_readsNoneOfItsBytes() throws IOException {
    String before = test.pushAndPull("app:1", TestCache.image("shared", "a"));
    String after = test.pushAndPull("app:2", TestCache.image("shared", "b"));
    var layer = TestCache.layer("shared").diffId().replace(':', '_');
    try (var left = test.cache().files(before);
        var right = test.cache().files(after)) {
      // Cut off behind the superblock's block, the layer opens and nothing in it can be read.
      try (var channel =
          FileChannel.open(
              test.home().resolve("layers/" + layer + ".erofs"), StandardOpenOption.WRITE)) {
        channel.truncate(4096);
      }
      assertThat(left.compare(right))
          .extracting(FileChange::path)
          .containsExactly("/file-a", "/file-b");
      try (var in = left.open("file-shared")) {
        assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
      }
    }
  }

  private ImageFiles open(TestImage image) {
    return test.cache().files(test.pushAndPull("app:1", image));
  }
}
