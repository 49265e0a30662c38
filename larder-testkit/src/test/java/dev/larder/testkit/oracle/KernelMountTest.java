// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Images that mkfs.erofs made. */
final class KernelMountTest {

  @TempDir private Path directory;

  @BeforeEach
  void requireRoot() {
    Requirement.root();
  }

  @Test
  void of_imageOfMkfs_showsTheTreeItWasMadeOf() throws Exception {
    Path tree = tree();
    Path image = mkfs(tree);

    FsckErofs.check(image);
    Path root;
    try (var mount = KernelMount.of(image)) {
      root = mount.root();
      assertThat(TreeListing.of(root).differencesFrom(TreeListing.of(tree))).isEmpty();
      assertThat(mount.kernelErrors()).isEmpty();
    }

    assertThat(root).doesNotExist();
    assertThat(Tool.require("losetup").run("--associated", image.toString()).text()).isEmpty();
  }

  @Test
  void close_whileInUse_unmountsLazily() throws Exception {
    var mount = KernelMount.of(mkfs(tree()));
    try (InputStream open = Files.newInputStream(mount.root().resolve("d/f"))) {
      mount.close();

      assertThat(mount.root()).doesNotExist();
      assertThat(open.read()).isEqualTo('a');
    }
  }

  @Test
  void of_notAnImage_refusedWithWhatTheKernelSaid() throws Exception {
    Path image = Files.write(directory.resolve("zeros"), new byte[8192]);

    assertThatThrownBy(() -> KernelMount.of(image))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("cannot find valid erofs superblock");

    assertThat(Tool.require("losetup").run("--associated", image.toString()).text()).isEmpty();
  }

  @Test
  void check_damagedImage_refused() throws Exception {
    Path image = mkfs(tree());
    byte[] bytes = Files.readAllBytes(image);
    bytes[1030] ^= 1; // inside the superblock, which has a checksum
    Files.write(image, bytes);

    assertThatThrownBy(() -> FsckErofs.check(image)).isInstanceOf(ToolFailedException.class);
  }

  @Test
  void close_errorsThatNobodyAskedFor_areTold() throws Exception {
    Path image = withBadFile(mkfs(tree()));
    var mount = KernelMount.of(image);
    assertThatThrownBy(() -> Files.size(mount.root().resolve("d/f")))
        .isInstanceOf(IOException.class);

    assertThatThrownBy(mount::close)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("erofs");
    assertThat(mount.root()).doesNotExist();
  }

  @Test
  void close_errorsThatWereAskedFor_areNotToldAgain() throws Exception {
    try (var mount = KernelMount.of(withBadFile(mkfs(tree())))) {
      assertThatThrownBy(() -> Files.size(mount.root().resolve("d/f")))
          .isInstanceOf(IOException.class);
      assertThat(mount.kernelErrors()).isNotEmpty();
    }
  }

  /** {@return the image, with a mode in the inode of d/f that no type has} */
  private static Path withBadFile(Path image) throws Exception {
    Tool dump = Tool.require("dump.erofs");
    long nid = number("NID: (\\d+)", dump.run("--path=/d/f", image.toString()).text());
    long start =
        number("inode metadata start block: +(\\d+)", dump.run("-s", image.toString()).text());
    byte[] bytes = Files.readAllBytes(image);
    int mode = Math.toIntExact(start * 4096 + nid * 32 + 4);
    bytes[mode + 1] = (byte) 0xF0;
    bytes[1024 + 8] &= (byte) ~1; // the small image's inodes are in the superblock's checksum
    return Files.write(image, bytes);
  }

  private static long number(String pattern, String text) {
    Matcher matcher = Pattern.compile(pattern).matcher(text);
    assertThat(matcher.find()).as(text).isTrue();
    return Long.parseLong(matcher.group(1));
  }

  private Path tree() throws Exception {
    Path tree = Files.createDirectory(directory.resolve("tree"));
    byte[] tar =
        new TarBuilder()
            .directory("./", 0755)
            .directory("d/", 02750)
            .add(TarEntry.file("d/f", "abc").mtime(12, 34).xattr("user.x", "y"))
            .hardLink("d/g", "d/f")
            .symlink("s", "d/f")
            .characterDevice("null", 1, 3)
            .fifo("p")
            .toByteArray();
    GnuTar.extract(Files.write(directory.resolve("tree.tar"), tar), tree);
    return tree;
  }

  private Path mkfs(Path tree) throws Exception {
    Path image = directory.resolve("image.erofs");
    Tool.require("mkfs.erofs").run("--quiet", image.toString(), tree.toString());
    return image;
  }
}
