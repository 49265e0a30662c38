// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Node;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.SpecialFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Xattr;
import dev.larder.testkit.oracle.FsckErofs;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Layers written from trees made by hand, as the kernel, fsck.erofs and our reader see them. */
final class WrittenImageTest {
  private static final Metadata FILE = new Metadata(0644, 0, 0, 1_700_000_000L, 5, List.of());
  private static final Metadata DIRECTORY = new Metadata(0755, 0, 0, 1_700_000_000L, 5, List.of());

  @TempDir private Path temporary;

  private final Digests digests = new Digests();
  private final Directory root = Directory.of(DIRECTORY);
  private TestLayer layer;

  @BeforeEach
  void startLayer() throws Exception {
    layer = new TestLayer(temporary.resolve("layer.erofs"), digests);
  }

  @Test
  void write_emptyRoot_seenAsSuch() throws Exception {
    judge();
  }

  @Test
  void write_everyType_seenAsWritten() throws Exception {
    put("file", layer.file(FILE, bytes("content\n")));
    put("empty", new RegularFile(FILE, 0, FileData.Empty.INSTANCE));
    put("symlink", new Symlink(FILE, bytes("../some/where//else/")));
    put("null", special(SpecialFile.Kind.CHARACTER_DEVICE, 1, 3));
    put("zero", special(SpecialFile.Kind.CHARACTER_DEVICE, 0, 0));
    put("last", special(SpecialFile.Kind.CHARACTER_DEVICE, 4095, 1_048_575));
    put("disk", special(SpecialFile.Kind.BLOCK_DEVICE, 259, 70_000));
    put("fifo", special(SpecialFile.Kind.FIFO, 0, 0));
    put("socket", special(SpecialFile.Kind.SOCKET, 0, 0));
    var inner = Directory.of(new Metadata(01777, 0, 0, 1, 0, List.of()));
    put("directory", inner);
    inner.put(FileName.of("empty"), Directory.of(DIRECTORY));
    inner.put(FileName.of("file"), layer.file(FILE, bytes("inner")));

    judge();
  }

  /** fsck.erofs looks for attributes behind the last inode, whether it has any or not. */
  @Test
  void write_inodesUpToTheEndOfABlock_sound() throws Exception {
    int stepBytes = 32;
    for (int length = 1; length < FileName.MAX_BYTES; length += stepBytes) {
      var fifos = Directory.of(DIRECTORY);
      for (int i = 0; i < 80; i++) {
        String name = i == 0 ? "n".repeat(length) : "f%02d".formatted(i);
        fifos.put(FileName.of(name), special(SpecialFile.Kind.FIFO, 0, 0));
      }
      try (var image = new TestLayer(temporary.resolve("fifos" + length), digests)) {
        image.write(fifos);
        FsckErofs.check(image.path());
      }
    }
  }

  @Test
  void write_contentSizesAroundBlocks_readBack() throws Exception {
    var random = new Random(7);
    for (int size : new int[] {1, 4095, 4096, 4097, 8192, (1 << 20) - 1, 1 << 20, 2_500_000}) {
      byte[] content = new byte[size];
      random.nextBytes(content);
      put("random-" + size, layer.file(FILE, content));
      put("zeros-" + size, layer.file(FILE, new byte[size]));
      Arrays.fill(content, 1, Math.max(1, size - 1), (byte) 0);
      put("hole-" + size, layer.file(FILE, content));
    }

    judge();
  }

  @Test
  void write_hardLinks_oneInodeWithItsCount() throws Exception {
    var sub = Directory.of(DIRECTORY);
    put("sub", sub);
    List<Node> nodes =
        List.of(
            layer.file(FILE, bytes("linked")),
            new RegularFile(FILE, 0, FileData.Empty.INSTANCE),
            new Symlink(FILE, bytes("target")),
            special(SpecialFile.Kind.FIFO, 0, 0),
            special(SpecialFile.Kind.BLOCK_DEVICE, 8, 1));
    for (int i = 0; i < nodes.size(); i++) {
      put("a" + i, nodes.get(i));
      put("z" + i, nodes.get(i));
      sub.put(FileName.of("m" + i), nodes.get(i));
    }

    judge();
  }

  @Test
  void write_extremeMetadata_kept() throws Exception {
    long[] times = {-1, -5_000_000_000L, 0, 1L << 31, (1L << 33) + 1, 1L << 40};
    int[] nanos = {0, 1, 999_999_999};
    for (long time : times) {
      for (int nano : nanos) {
        var metadata = new Metadata(0600, 1, 2, time, nano, List.of());
        put("time" + time + "." + nano, layer.file(metadata, bytes("x")));
      }
    }
    for (long id : new long[] {65535, 65536, 0xFFFF_FFFEL}) {
      put(
          "uid" + id,
          layer.file(new Metadata(07777, id, 0, 1_700_000_000L, 5, List.of()), bytes("u")));
      put("gid" + id, Directory.of(new Metadata(07000, 0, id, 1_700_000_000L, 5, List.of())));
    }
    put("no-permissions", Directory.of(new Metadata(0, 0, 0, 0, 0, List.of())));

    judge();
  }

  @Test
  void write_attributesOfEveryKind_kept() throws Exception {
    String acl =
        "02000000"
            + "01000700ffffffff"
            + "02000500e8030000"
            + "04000500ffffffff"
            + "10000500ffffffff"
            + "20000500ffffffff";
    Xattr access = hex("system.posix_acl_access", acl);
    Xattr standard = hex("system.posix_acl_default", acl);
    Xattr capability = hex("security.capability", "0100000200200000000000000000000000000000");
    Xattr user = Xattr.of("user.origin", new byte[] {0, 1, (byte) 0xFF, '\n'});
    Xattr empty = Xattr.of("user.empty", new byte[0]);
    Xattr trusted = Xattr.of("trusted.thing", bytes("value"));
    Xattr big = Xattr.of("user.big", new byte[60_000]);
    put("file", layer.file(with(0755, access, capability, trusted, empty, user), bytes("x")));
    put("directory", Directory.of(with(0755, access, standard, user)));
    put("symlink", new Symlink(with(0777, capability, trusted), bytes("file")));
    put("fifo", new SpecialFile(with(0600, trusted), SpecialFile.Kind.FIFO, 0, 0));
    put("big", layer.file(with(0600, big, Xattr.of("user.next", bytes("n"))), new byte[10_000]));
    put("big-link", new Symlink(with(0777, Xattr.of("trusted.big", new byte[5_000])), bytes("t")));
    var bigDirectory = Directory.of(with(0700, big));
    put("big-directory", bigDirectory);
    bigDirectory.put(FileName.of("child"), layer.file(FILE, bytes("c")));

    judge();
  }

  @Test
  void write_strangeNames_kept() throws Exception {
    put("line\nfeed", layer.file(FILE, bytes("1")));
    put("back\\slash", layer.file(FILE, bytes("2")));
    put(" ", layer.file(FILE, bytes("3")));
    put("x".repeat(255), Directory.of(DIRECTORY));
    for (String dots : List.of("...", ".a", ".-", "-", "!", "..a", "..!", "a..")) {
      put(dots, layer.file(FILE, bytes(dots)));
    }
    byte[] notText = {(byte) 0xFF, (byte) 0xC3, 0x28, 0x01, 0x7F};
    root.put(FileName.of(notText, 0, notText.length), layer.file(FILE, bytes("4")));

    judge();
  }

  @Test
  void write_everyTargetLength_neverCrossesABlock() throws Exception {
    for (int length = 1; length <= 4095; length++) {
      put("to" + length, new Symlink(FILE, bytes("t".repeat(length))));
    }

    judge();
  }

  /** The last block of these directories takes every size that it can have. */
  @Test
  void write_everyTailOfADirectory_neverCrossesABlock() throws Exception {
    RegularFile file = layer.file(FILE, bytes("x"));
    for (int fill = 0; fill < 260; fill++) {
      var directory = Directory.of(DIRECTORY);
      put("d" + fill, directory);
      for (int i = 0; i < 14; i++) {
        directory.put(FileName.of((char) ('a' + i) + "n".repeat(254)), file);
      }
      directory.put(FileName.of("p".repeat(1 + fill % 255)), file);
      if (fill % 3 == 0) {
        directory.put(FileName.of("q".repeat(1 + fill / 2)), file);
      }
    }

    judge();
  }

  /** A long target leaves half a block, which sixty small inodes fit in that come much later. */
  @Test
  void write_inodesThatLeaveGaps_gapsFilled() throws Exception {
    int gaps = 100;
    for (int i = 0; i < gaps; i++) {
      put("a%03d".formatted(i), new Symlink(FILE, bytes("t".repeat(2_100))));
    }
    for (int i = 0; i < gaps * 60; i++) {
      put("f%04d".formatted(i), special(SpecialFile.Kind.FIFO, 0, 0));
    }

    judge();

    int directoryBlocks = Math.ceilDiv(gaps * 61 * (12 + 5), 4096) + 1;
    assertThat(Files.size(layer.path()) / 4096)
        .isLessThanOrEqualTo(1 + (gaps + 1) + directoryBlocks);
  }

  @Test
  void write_randomNames_foundByNameAndListed() throws Exception {
    var random = new Random(17);
    RegularFile file = layer.file(FILE, bytes("x"));
    for (int i = 0; i < 3_000; i++) {
      byte[] name = new byte[1 + random.nextInt(random.nextBoolean() ? 255 : 8)];
      for (int at = 0; at < name.length; at++) {
        name[at] = (byte) "+-./0AZaz\u0080\u00ff\n ~".charAt(random.nextInt(14));
        name[at] = name[at] == '/' ? (byte) 0xFE : name[at];
      }
      FileName fileName = FileName.of(name, 0, name.length);
      if (!fileName.equals(FileName.of(".")) && !fileName.equals(FileName.of(".."))) {
        root.put(fileName, file);
      }
    }

    judge();
    try (var image = ErofsImage.open(layer.path())) {
      for (FileName name : root.children().keySet()) {
        assertThat(image.find(image.root(), name)).as(name.toString()).isPresent();
      }
      assertThat(image.find("no such name")).isEmpty();
    }
  }

  @Test
  void write_sameTreeInAnotherOrder_sameBytes() throws Exception {
    for (int i = 0; i < 2_000; i++) {
      put("n" + i, new Symlink(FILE, bytes("t" + i)));
    }
    layer.write(root);
    var other = Directory.of(DIRECTORY);
    for (int i = 1_999; i >= 0; i--) {
      other.put(FileName.of("n" + i), new Symlink(FILE, bytes("t" + i)));
    }
    var otherLayer = new TestLayer(temporary.resolve("other.erofs"), digests);
    otherLayer.write(other);
    otherLayer.close();

    assertThat(otherLayer.path()).hasSameBinaryContentAs(layer.path());
  }

  private void judge() throws Exception {
    layer.write(root);
    layer.close();
    Judges.requireAll(Listings.of(root, digests), layer.path());
  }

  private void put(String name, Node node) {
    root.put(FileName.of(name), node);
  }

  private static SpecialFile special(SpecialFile.Kind kind, int major, int minor) {
    return new SpecialFile(FILE, kind, major, minor);
  }

  private static Metadata with(int permissions, Xattr... xattrs) {
    Arrays.sort(xattrs);
    return new Metadata(permissions, 0, 0, 1_700_000_000L, 5, List.of(xattrs));
  }

  private static Xattr hex(String name, String value) {
    return Xattr.of(name, HexFormat.of().parseHex(value));
  }

  private static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
