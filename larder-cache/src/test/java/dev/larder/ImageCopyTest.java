// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.CacheStorageException;
import dev.larder.error.CopyFailedException;
import dev.larder.model.BootDisk;
import dev.larder.model.CopyReport.Skipped;
import dev.larder.testkit.image.Content;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.SparseFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.oracle.KernelMount;
import dev.larder.testkit.oracle.Tool;
import dev.larder.testkit.oracle.TreeListing;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Copies out of an image, judged by what the kernel shows of it. */
final class ImageCopyTest extends CacheTest {
  private static final Content CONTENT = Content.of(new byte[4096]);

  private Path out;

  @BeforeEach
  void makeDirectory() throws IOException {
    out = Files.createDirectory(directory.resolve("out"));
  }

  private static TestImage image() {
    return new ImageBuilder()
        .layer(
            new TarBuilder()
                .add(TarEntry.directory("etc/").mode(0750).owner(10, 20).mtime(1_600_000_000, 5))
                .file("etc/motd", "first")
                .add(TarEntry.directory("closed/").mode(0500))
                .add(TarEntry.file("closed/secret", "s".repeat(9000)).mode(0).owner(7, 8))
                .add(TarEntry.file("bin/su", "su").mode(06755))
                .file("empty", "")
                .add(
                    TarEntry.sparse(
                        "holes",
                        SparseFormat.PAX_1_0,
                        300L << 20,
                        new TarEntry.Segment(200L << 20, CONTENT))))
        .layer(
            new TarBuilder()
                .file("etc/motd", "second")
                .hardLink("bin/again", "bin/su")
                .add(TarEntry.directory("tmp/").mode(01777))
                .add(TarEntry.file("näme \\ \n", "odd").mtime(-5))
                .symlink("up", "../../..")
                .symlink("root", "/")
                .symlink("etc/self", "motd"))
        .build();
  }

  @Test
  void copy_root_isWhatTheKernelShows() throws IOException {
    String reference = test.pushAndPull("app:1", image());

    try (var files = test.cache().files(reference);
        var lease = test.cache().lease(reference)) {
      var report = files.copy("/", out);

      assertThat(report.skipped()).isEmpty();
      assertThat(report.files()).isEqualTo(7);
      assertThat(report.symlinks()).isEqualTo(3);
      assertThat(report.directories()).isEqualTo(5);
      var pieces = lease.disk().extents().stream().map(BootDisk.Extent::file).toList();
      try (var mount = KernelMount.of(pieces.getFirst(), pieces.subList(1, pieces.size()))) {
        assertThat(TreeListing.of(out).differencesFrom(TreeListing.of(mount.root()))).isEmpty();
      }
      assertThat(Files.size(out.resolve("holes"))).isEqualTo(300L << 20);
      assertThat(allocatedBytes(out.resolve("holes"))).isLessThan(2L << 20);
    }
  }

  private static long allocatedBytes(Path file) throws IOException {
    String line = Tool.require("du").run("-B1", file.toString()).text();
    return Long.parseLong(line.substring(0, line.indexOf('\t')));
  }

  @Test
  void copy_again_replacesFilesAndMergesDirectories() throws IOException {
    try (var files = open()) {
      files.copy("/", out);
      Files.writeString(out.resolve("etc/mine"), "mine");
      Files.writeString(out.resolve("etc/motd"), "changed");

      files.copy("/", out);

      assertThat(out.resolve("etc/motd")).hasContent("second");
      assertThat(out.resolve("etc/mine")).hasContent("mine");
    }
  }

  @Test
  void copy_target_isTheDirectoryOrTheName() throws IOException {
    try (var files = open()) {
      files.copy("/etc/motd", out);
      files.copy("/etc/motd", out.resolve("named"));
      files.copy("/etc", out);
      files.copy("/etc", out.resolve("renamed"));
      files.copy("/etc/.", out);
      files.copy("/etc/self", out.resolve("link"));
      files.copyFollowed("/etc/self", out.resolve("followed"));
    }
    assertThat(out.resolve("motd")).hasContent("second");
    assertThat(out.resolve("named")).hasContent("second");
    assertThat(out.resolve("etc/motd")).hasContent("second");
    assertThat(out.resolve("renamed/motd")).hasContent("second");
    assertThat(out.resolve("self")).isSymbolicLink();
    assertThat(Files.readSymbolicLink(out.resolve("link"))).isEqualTo(Path.of("motd"));
    assertThat(Files.isRegularFile(out.resolve("followed"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void copy_linkInTheDestination_isNotFollowed() throws IOException {
    Path outside = Files.createDirectory(directory.resolve("outside"));
    Files.writeString(outside.resolve("file"), "outside");
    Files.createSymbolicLink(out.resolve("etc"), outside);
    Files.createSymbolicLink(out.resolve("empty"), outside.resolve("file"));

    try (var files = open()) {
      assertThatThrownBy(() -> files.copy("/", out))
          .isInstanceOfSatisfying(
              CopyFailedException.class,
              e -> assertThat(e.destination()).isEqualTo(out.resolve("etc")))
          .hasMessageContaining("no directory");
      files.copy("/empty", out);
    }
    assertThat(outside).isDirectoryContaining(file -> file.endsWith("file"));
    assertThat(outside.resolve("etc")).doesNotExist();
    assertThat(outside.resolve("motd")).doesNotExist();
    assertThat(outside.resolve("file")).hasContent("outside");
    assertThat(Files.isRegularFile(out.resolve("empty"), LinkOption.NOFOLLOW_LINKS)).isTrue();
  }

  @Test
  void copy_directoryOverFileOrTheOtherWay_isRefused() throws IOException {
    Files.writeString(out.resolve("etc"), "a file");
    Files.createDirectory(out.resolve("empty"));

    try (var files = open()) {
      assertThatThrownBy(() -> files.copy("/etc", out)).isInstanceOf(CopyFailedException.class);
      assertThatThrownBy(() -> files.copy("/empty", out))
          .isInstanceOf(CopyFailedException.class)
          .hasMessageContaining("a directory");
      assertThatThrownBy(() -> files.copy("/empty", out.resolve("not/there")))
          .isInstanceOf(CopyFailedException.class)
          .hasMessageContaining("there is no directory");
    }
    assertThat(out.resolve("etc")).hasContent("a file");
  }

  @Test
  void copy_whatTheHostCannotHave_isLeftOutAndReported() {
    var image =
        new ImageBuilder()
            .layer(
                new TarBuilder()
                    .fifo("pipe")
                    .characterDevice("null", 1, 3)
                    .file("good", "good")
                    .add(TarEntry.file("x", "x").name(new byte[] {'b', (byte) 0xFF}))
                    .add(TarEntry.directory("x").name(new byte[] {'d', (byte) 0xFF, '/'}))
                    .add(TarEntry.file("x", "x").name(new byte[] {'d', (byte) 0xFF, '/', 'x'})))
            .build();
    try (var files = test.cache().files(test.pushAndPull("app:1", image))) {
      var report = files.copy("/", out);

      assertThat(report.files()).isEqualTo(1);
      assertThat(report.skipped())
          .extracting(Skipped::path)
          .isEqualTo(List.of("/b\uFFFD", "/d\uFFFD", "/null", "/pipe"));
      assertThat(out.resolve("good")).hasContent("good");
    }
  }

  @Test
  void copy_damagedLayer_failsAndLeavesNoHalfFile() throws IOException {
    try (var files = open()) {
      for (String file : test.files()) {
        if (file.startsWith("layers")) {
          try (var channel =
              FileChannel.open(test.home().resolve(file), StandardOpenOption.WRITE)) {
            channel.truncate(4096);
          }
        }
      }
      assertThatThrownBy(() -> files.copy("/etc/motd", out))
          .isInstanceOf(CacheStorageException.class);
    }
    assertThat(out).isEmptyDirectory();
  }

  private ImageFiles open() {
    return test.cache().files(test.pushAndPull("app:1", image()));
  }
}
