// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.fail;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.format.SuperBlock;
import dev.larder.erofs.layer.LayerConflictException;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileName;
import dev.larder.erofs.tree.LowerLink;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.tree.Symlink;
import dev.larder.erofs.tree.Whiteout;
import dev.larder.erofs.tree.Xattr;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Damage is told as such: never another exception, an endless loop or a heap that fills. */
final class DamagedImageTest {
  private static final long SEED = Long.getLong("larder.damageSeed", 5);
  private static final int ROUNDS = Integer.getInteger("larder.damages", 1_000);
  private static final Metadata ROOT =
      new Metadata(0755, 0, 0, 0, 0, List.of(Xattr.of("user.a", new byte[9])));

  @TempDir private Path temporary;

  private Path image;
  private byte[] sound;

  @BeforeEach
  void writeImage() throws Exception {
    image = temporary.resolve("image");
    try (TestLayer layer = new TestLayer(image, new Digests())) {
      var root = Directory.of(ROOT);
      RegularFile one = layer.file(ROOT, new byte[] {1});
      for (int i = 0; i < 20; i++) {
        var directory = Directory.of(i % 3 == 0 ? ROOT : Metadata.IMPLIED_DIRECTORY);
        root.put(FileName.of("d" + i), directory);
        for (int j = 0; j < 20; j++) {
          directory.put(FileName.of("f" + j), new RegularFile(ROOT, 1, one.data()));
          directory.put(FileName.of("l" + j), new Symlink(ROOT, new byte[] {'t'}));
        }
        directory.put(FileName.of("w"), Whiteout.INSTANCE);
        directory.put(
            FileName.of("h"), new LowerLink(List.of(FileName.of("d1"), FileName.of("f"))));
      }
      for (int i = 0; i < 30; i++) {
        root.put(FileName.of("n".repeat(200) + i), Whiteout.INSTANCE);
      }
      layer.write(root);
    }
    sound = Files.readAllBytes(image);
  }

  @Test
  void read_randomDamage_toldAsDamage() {
    var random = new Random(SEED);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60 + ROUNDS / 10),
        () -> {
          for (int round = 0; round < ROUNDS; round++) {
            byte[] damaged = sound.clone();
            for (int i = random.nextInt(8); i >= 0; i--) {
              damaged[placeToDamage(random)] = (byte) random.nextInt(256);
            }
            readAll(damaged, round);
          }
        });
  }

  /** {@return a byte of the superblock, or of the metadata} */
  private int placeToDamage(Random random) {
    int metadata = 2 * 4096;
    return random.nextInt(8) == 0
        ? SuperBlock.OFFSET + random.nextInt(SuperBlock.BYTES)
        : metadata + random.nextInt(sound.length - metadata);
  }

  private void readAll(byte[] bytes, int round) throws IOException {
    // Without its checksum the superblock would be all that is ever found damaged.
    bytes[SuperBlock.OFFSET + 8] &= (byte) ~SuperBlock.COMPAT_CHECKSUM;
    Files.write(image, bytes);
    try (var opened = ErofsImage.open(image)) {
      ErofsDump.dump(opened, ErofsDump.Content.SHA256);
    } catch (CorruptErofsException | UnsupportedErofsException expected) {
      // most damage ends here
    } catch (RuntimeException | Error e) {
      fail("seed " + SEED + ", round " + round, e);
    }
    Path fsmeta = temporary.resolve("fsmeta");
    Files.deleteIfExists(fsmeta);
    try (var out =
        FileChannel.open(fsmeta, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      FsmetaWriter.write(List.of(LayerTree.read(image)), out);
    } catch (CorruptErofsException
        | UnsupportedErofsException
        | LayerConflictException
        | XattrRefusedException expected) {
      // and here
    } catch (RuntimeException | Error e) {
      fail("seed " + SEED + ", round " + round, e);
    }
  }

  @Test
  void open_superblockChanged_checksumTells() throws Exception {
    sound[SuperBlock.OFFSET + 0x30] ^= 1;
    Files.write(image, sound);

    assertThatThrownBy(() -> ErofsImage.open(image))
        .isInstanceOf(CorruptErofsException.class)
        .hasMessageContaining("checksum");
  }

  @Test
  void open_unknownFeature_refused() throws Exception {
    sound[SuperBlock.OFFSET + 0x51] |= 0x40;
    sound[SuperBlock.OFFSET + 8] &= (byte) ~SuperBlock.COMPAT_CHECKSUM;
    Files.write(image, sound);

    assertThatThrownBy(() -> ErofsImage.open(image))
        .isInstanceOf(UnsupportedErofsException.class)
        .hasMessageContaining("0x00004000");
  }

  @Test
  void open_everyTruncation_toldAsDamage() throws Exception {
    for (int length = 0; length < sound.length; length += 4096 / 2) {
      Files.write(image, Arrays.copyOf(sound, length));
      assertThatThrownBy(
              () -> {
                try (var opened = ErofsImage.open(image)) {
                  ErofsDump.dump(opened, ErofsDump.Content.SHA256);
                }
              })
          .isInstanceOf(CorruptErofsException.class);
    }
  }

  @Test
  void open_notAnImage_refused() throws Exception {
    Files.write(image, new byte[100_000]);
    assertThatThrownBy(() -> ErofsImage.open(image))
        .isInstanceOf(CorruptErofsException.class)
        .hasMessageContaining("magic");
  }
}
