// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The commands that look into images: {@code ls}, {@code cat}, {@code cp}, {@code diff}. */
final class FilesCommandTest extends CommandTest {
  private String reference;

  @BeforeEach
  void pullImage() {
    reference = larder.push("app:1", image("first").build());
    larder.run("pull", "-q", reference);
  }

  private static ImageBuilder image(String motd) {
    return new ImageBuilder()
        .layer(
            new TarBuilder()
                .directory("etc/")
                .add(TarEntry.file("etc/motd", motd).mtime(1_700_000_000))
                .add(TarEntry.file("usr/bin/su", "su").mode(04755).owner(1, 2))
                .add(TarEntry.directory("tmp/").mode(01777))
                .symlink("bin", "usr/bin")
                .file("odd\u001b[31m", "")
                .characterDevice("null", 1, 3));
  }

  @Test
  void ls_paths_listsNames() {
    assertThat(larder.run("ls", reference).out()).isEqualTo("bin\netc\nnull\nodd [31m\ntmp\nusr\n");
    assertThat(larder.run("ls", reference, "bin").out()).isEqualTo("su\n");
    assertThat(larder.run("ls", reference, "/etc/motd").out()).isEqualTo("motd\n");
    assertThat(larder.run("ls", reference, "/usr", "-R").out())
        .isEqualTo("/usr\n/usr/bin\n/usr/bin/su\n");
  }

  @Test
  void ls_long_showsWhatLsShows() {
    assertThat(larder.run("ls", "-l", reference).lines())
        .anyMatch(line -> line.matches("lrwxrwxrwx +1 +0 +0 +- .* bin -> usr/bin"))
        .anyMatch(line -> line.matches("drwxrwxrwt .* tmp"))
        .anyMatch(line -> line.matches("crw-r--r-- +1 +0 +0 +1, 3 .* null"));
    assertThat(larder.run("ls", "-l", reference, "/bin/su").lines().getLast())
        .matches("-rwsr-xr-x +1 +1 +2 +2 +2001-09-09 01:46 +su");
    assertThat(larder.run("ls", "-l", reference, "/bin").lines()).hasSize(2);
    assertThat(larder.run("ls", "-l", "-q", reference, "/bin/").out()).isEqualTo("su\n");
  }

  @Test
  void ls_json_hasTheContractsKeys() {
    var file = JsonValue.parse(larder.run("ls", "--format=json", reference, "/etc").out()).at(0);

    assertThat(file.names())
        .containsExactly(
            "path",
            "type",
            "mode",
            "uid",
            "gid",
            "links",
            "size_bytes",
            "modified_at",
            "target",
            "major",
            "minor");
    assertThat(file.at("path").text()).isEqualTo("/etc/motd");
    assertThat(file.at("mode").text()).isEqualTo("0644");
    assertThat(file.at("modified_at").text()).isEqualTo("2023-11-14T22:13:20Z");
  }

  @Test
  void cat_files_printsTheirBytes() {
    assertThat(larder.run("cat", reference, "/etc/motd", "bin/su"))
        .isEqualTo(new TestLarder.Run(0, "firstsu", ""));
  }

  @Test
  void cat_whatIsNoFile_is1AndGoesOn() {
    var run = larder.run("cat", reference, "/etc", "nothing", "/etc/motd");

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEqualTo("first");
    assertThat(run.err())
        .isEqualTo(
            "larder: /etc in %1$s: not a regular file\nlarder: nothing in %1$s: there is no such file\n"
                .formatted(reference));
    assertThat(larder.run("cat", "nobody", "/etc").status()).isEqualTo(3);
  }

  @Test
  void cp_directory_copiesIt() throws IOException {
    Path to = Files.createDirectory(directory.resolve("to"));

    var run = larder.run("cp", reference + ":/etc", to.toString());

    assertThat(run)
        .isEqualTo(
            new TestLarder.Run(0, "copied 1 file (5 B), 0 symbolic links and 1 directory\n", ""));
    assertThat(to.resolve("etc/motd")).hasContent("first");
    var json =
        JsonValue.parse(
            larder.run("cp", reference + ":/bin", to.toString(), "-L", "--format=json").out());
    assertThat(json.names())
        .containsExactly("files", "directories", "symlinks", "bytes", "skipped");
    assertThat(to.resolve("bin/su")).hasContent("su");
  }

  @Test
  void cp_device_isLeftOutWith1() {
    var run = larder.run("cp", "-q", reference + ":/", directory.resolve("all").toString());

    assertThat(run.status()).isEqualTo(1);
    assertThat(run.out()).isEmpty();
    assertThat(run.err())
        .isEqualTo("larder: warning: left out /null: devices, pipes and sockets are not made\n");
    assertThat(directory.resolve("all/bin")).isSymbolicLink();
  }

  @Test
  void cp_wrongUsage_isSaid() {
    assertThat(larder.run("cp", reference, "/tmp/x").status()).isEqualTo(2);
    assertThat(larder.run("cp", reference + ":/etc", "/dev/null/x").status()).isEqualTo(1);
    assertThat(larder.run("cp", reference + ":/none", "/tmp/x").err()).contains("no such file");
  }

  @Test
  void diff_images_showsLetterAndPath() {
    String other =
        larder.push(
            "app:2",
            image("other")
                .layer(
                    new TarBuilder()
                        .file("new", "n")
                        .whiteout("usr/bin/su")
                        .add(TarEntry.directory("tmp/").mode(01777).mtime(5)))
                .build());
    larder.run("pull", "-q", other);

    var run = larder.run("diff", reference, other);

    assertThat(run.out()).isEqualTo("C /etc/motd (content)\nA /new\nD /usr/bin/su\n");
    assertThat(larder.run("diff", "-q", "--times", reference, other).lines())
        .contains("/tmp", "/new");
    var json = JsonValue.parse(larder.run("diff", "--format=json", reference, other).out());
    assertThat(json.at(0).names()).containsExactly("kind", "path", "aspects");
    assertThat(json.at(0).at("aspects").at(0).text()).isEqualTo("content");
    assertThat(larder.run("diff", reference, reference)).isEqualTo(new TestLarder.Run(0, "", ""));
  }
}
