// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.format.SuperBlock;
import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.testkit.hostile.Mutator;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import dev.larder.testkit.oracle.GnuTar;
import dev.larder.testkit.oracle.Requirement;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Changed images of every shape that the reader knows, ours and those of mkfs.erofs, are read or
 * refused with a type of ours, and soon. {@code -Dlarder.mutants=N} tries more, {@code
 * -Dlarder.mutantSeed=N} others. Those that once did harm are kept in {@code
 * src/test/resources/hostile/images}.
 */
final class HostileImageTest {
  private static final int MUTANTS = Integer.getInteger("larder.mutants", 2_000);
  private static final long SEED = Long.getLong("larder.mutantSeed", 97);
  private static final int INODE_ALIGNMENT = 32;

  /** A changed size may say anything: no more of a file is read than its beginning and its end. */
  private static final int READ_BYTES = 10_000;

  /** Shared and own attributes, chunks with and without indexes, both sizes of inodes. */
  private static final List<List<String>> SHAPES =
      List.of(
          List.of("-x1"),
          List.of("-Enoinline_data", "-x-1"),
          List.of("--chunksize=4096"),
          List.of("--chunksize=8192", "-Eforce-chunk-indexes"),
          List.of("-Eforce-inode-compact", "-T0", "--all-root"));

  private static final TarBuilder TREE =
      new TarBuilder()
          .add(TarEntry.directory("d/").xattr("user.shared", "1").xattr("user.own", "d"))
          .add(TarEntry.file("d/f", "f".repeat(9_000)).xattr("user.shared", "1"))
          .add(TarEntry.file("d/g", "g").xattr("user.shared", "1").xattr("trusted.t", "x"))
          .hardLink("h", "d/g")
          .symlink("s", "d/f")
          .fifo("p")
          .characterDevice("c", 5, 1)
          .file("n".repeat(200), "long")
          .file("m".repeat(200), "");

  @TempDir private Path temporary;
  private final List<byte[]> images = new ArrayList<>();

  /** The device of the first image, which is fsmeta. */
  private Path device;

  @BeforeEach
  void makeImages() throws Exception {
    Requirement.root();
    var layers = List.of(TREE, new TarBuilder().whiteout("p").file("d/new", "new").opaque("x"));
    LayerStack stack = LayerStack.of(temporary, layers.subList(0, 1));
    device = stack.layers().getFirst();
    images.add(Files.readAllBytes(stack.merge()));
    Path upper = Files.createDirectory(temporary.resolve("upper"));
    images.add(Files.readAllBytes(LayerStack.of(upper, layers).layers().getLast()));
    Path tar = Files.write(temporary.resolve("tree.tar"), TREE.toByteArray());
    Path tree = Files.createDirectory(temporary.resolve("tree"));
    GnuTar.extract(tar, tree);
    for (List<String> shape : SHAPES) {
      Path image = temporary.resolve("image" + images.size());
      var arguments = new ArrayList<>(List.of("--quiet"));
      arguments.addAll(shape);
      arguments.addAll(List.of(image.toString(), tree.toString()));
      Tool.require("mkfs.erofs").run(arguments.toArray(String[]::new));
      images.add(Files.readAllBytes(image));
    }
  }

  @Test
  void read_mutatedImages_readOrRefused() {
    var random = new Random(SEED);
    var mutator = new Mutator(random, INODE_ALIGNMENT, pieces());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60 + MUTANTS / 50),
        () -> {
          int sound = 0;
          for (int round = 0; round < MUTANTS; round++) {
            int number = random.nextInt(images.size());
            byte[] mutant = mutator.mutant(images.get(number));
            sound += tryTo(mutant, number == 0, "seed %d, round %d".formatted(SEED, round)) ? 1 : 0;
          }
          assertThat(sound).isBetween(MUTANTS / 20, MUTANTS);
        });
  }

  @Test
  void read_imagesThatOnceDidHarm_readOrRefused() throws IOException {
    try (var files = Files.list(Path.of("src/test/resources/hostile/images"))) {
      for (Path file : files.sorted().toList()) {
        try (var image = new GZIPInputStream(Files.newInputStream(file))) {
          byte[] bytes = image.readAllBytes();
          tryTo(bytes, false, file.toString());
          tryTo(bytes, true, file.toString());
        }
      }
    }
  }

  private static List<byte[]> pieces() {
    var hex = HexFormat.of();
    return List.of(
        hex.parseHex("00000000"),
        hex.parseHex("ffffffff"),
        hex.parseHex("ffffff7f"),
        hex.parseHex("ffffffffffffffff"),
        hex.parseHex("0000000000000080"),
        hex.parseHex("0100"),
        hex.parseHex("0400"),
        hex.parseHex("ed41"),
        hex.parseHex("a4810100"),
        new byte[INODE_ALIGNMENT]);
  }

  private boolean tryTo(byte[] bytes, boolean merged, String what) throws IOException {
    // Without its checksum the superblock would be all that is ever found damaged.
    if (bytes.length > SuperBlock.OFFSET + 8) {
      bytes[SuperBlock.OFFSET + 8] &= (byte) ~SuperBlock.COMPAT_CHECKSUM;
    }
    Path file = Files.write(temporary.resolve("mutant"), bytes);
    Path fsmeta = temporary.resolve("merged");
    Files.deleteIfExists(fsmeta);
    boolean sound = true;
    try {
      try (var image = ErofsImage.open(file, merged ? List.of(device) : List.of())) {
        readAll(image);
      } catch (CorruptErofsException | UnsupportedErofsException refused) {
        sound = false;
      }
      try (var out =
          FileChannel.open(fsmeta, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
        FsmetaWriter.write(List.of(LayerTree.read(file)), out);
      } catch (CorruptErofsException
          | UnsupportedErofsException
          | LayerConflictException
          | XattrRefusedException refused) {
        sound = false;
      }
      return sound;
    } catch (IOException | RuntimeException | StackOverflowError | OutOfMemoryError e) {
      String encoded = Base64.getEncoder().encodeToString(bytes);
      return fail(what + ": " + encoded, e);
    }
  }

  private static void readAll(ErofsImage image) throws IOException {
    ErofsDump.dump(image, ErofsDump.Content.IGNORED);
    var open = new ArrayDeque<ErofsNode>();
    open.add(image.root());
    while (!open.isEmpty()) {
      for (ErofsEntry child : image.children(open.remove())) {
        ErofsNode node = child.node();
        if (node.type() == ErofsNode.Type.DIRECTORY) {
          open.add(node);
        } else if (node.type() == ErofsNode.Type.REGULAR_FILE) {
          image.read(node, 0, ByteBuffer.allocate(READ_BYTES));
          image.read(
              node, Math.max(0, node.sizeBytes() - READ_BYTES), ByteBuffer.allocate(READ_BYTES));
        }
      }
    }
  }
}
