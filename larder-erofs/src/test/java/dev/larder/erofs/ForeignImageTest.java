// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.Tool;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Images that mkfs.erofs made: our reader must see what the kernel sees. */
final class ForeignImageTest {
  @TempDir private Path temporary;

  @BeforeEach
  void requireRoot() {
    Requirement.root();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "-Eforce-inode-extended",
        "-Eforce-inode-compact -T1600000000 --all-root",
        "-Enoinline_data",
        "-x-1",
        "-x1",
        "-x100",
        "--chunksize=4096",
        "--chunksize=8192",
        "--chunksize=65536 -Eforce-chunk-indexes",
        "-T0 --all-root",
        "-Eforce-inode-compact --ignore-mtime --all-root"
      })
  void open_imageOfMkfs_readsAsTheKernelDoes(String options) throws Exception {
    Path image = mkfs(options.isEmpty() ? List.of() : List.of(options.split(" ")));

    try (var opened = ErofsImage.open(image)) {
      assertThat(Listings.of(opened)).containsExactlyElementsOf(Judges.kernel(image));
    }
  }

  @Test
  void open_imageWithBlobDevice_readsAsTheKernelDoes() throws Exception {
    Path blob = temporary.resolve("blob");
    Path image = mkfs(List.of("--chunksize=4096", "--blobdev=" + blob));

    try (var opened = ErofsImage.open(image, List.of(blob))) {
      assertThat(Listings.of(opened)).containsExactlyElementsOf(Judges.kernel(image, blob));
    }
  }

  @Test
  void read_compressedImage_refused() throws Exception {
    Path image = mkfs(List.of("-zlz4"));

    assertThatThrownBy(
            () -> {
              try (var opened = ErofsImage.open(image)) {
                Listings.of(opened);
              }
            })
        .isInstanceOf(UnsupportedErofsException.class)
        .hasMessageContaining("compressed files");
  }

  private Path mkfs(List<String> options) throws Exception {
    Path image = temporary.resolve("image");
    var arguments = new ArrayList<>(List.of("-d1"));
    arguments.addAll(options);
    arguments.add(image.toString());
    arguments.add(tree().toString());
    Tool.require("mkfs.erofs").run(arguments.toArray(new String[0]));
    return image;
  }

  private Path tree() throws Exception {
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    var random = new Random(3);
    for (int size : new int[] {0, 1, 100, 4095, 4096, 4097, 70_000, 1_000_000}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      Files.write(tree.resolve("f" + size), content);
      Files.write(tree.resolve("zero" + size), new byte[size]);
    }
    byte[] sparse = new byte[400_000];
    sparse[200_000] = 1;
    Files.write(tree.resolve("sparse"), sparse);
    Files.createSymbolicLink(tree.resolve("link"), Path.of("f100"));
    Files.createSymbolicLink(tree.resolve("long-link"), Path.of("x".repeat(3_000)));
    Files.createLink(tree.resolve("hard"), tree.resolve("f4097"));
    Path many = Files.createDirectory(tree.resolve("many"));
    for (int i = 0; i < 1_000; i++) {
      Files.writeString(many.resolve("name-" + i), "content " + i);
    }
    Tool in = Tool.require("sh").in(tree);
    in.run(
        "-c",
        "mknod c c 5 300; mknod b b 300 5; mkfifo p; chown 70000:80000 f1; chmod 6711 f100;"
            + " touch -d @-5 f4095; touch -d '2500-01-01 00:00:00.123456789' f4096;"
            + " setfattr -n user.a -v b f1; setfattr -n user.c -v shared many/*;"
            + " setfattr -n trusted.t -v x -h link; setfattr -n security.s -v y many");
    return tree;
  }
}
