// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.tree.FileData;
import dev.larder.testkit.oracle.Tool;
import java.io.ByteArrayInputStream;
import java.io.EOFException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.time.Duration;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class BlockOutputTest {
  private static final int BLOCK = BlockOutput.BLOCK_BYTES;

  /** Stands for the last block of an image, which is never all zeros. */
  private static final byte[] LAST = {1};

  @TempDir private Path temporary;

  private Path path;
  private FileChannel channel;
  private BlockOutput output;

  @BeforeEach
  void open() throws Exception {
    path = temporary.resolve("out");
    channel = FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE);
    output = new BlockOutput(channel);
  }

  @AfterEach
  void close() throws Exception {
    channel.close();
  }

  @Test
  void append_randomPieces_whatAModelSays() throws Exception {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    var random = new Random(seed);
    byte[] model = new byte[24 << 20];
    int at = BLOCK;
    while (at < 20 << 20) {
      output.startFile();
      int start = at;
      for (int piece = random.nextInt(6); piece > 0; piece--) {
        int length = random.nextInt(1 << random.nextInt(1, 20));
        if (random.nextBoolean()) {
          output.zeros(length);
        } else {
          byte[] bytes = new byte[length];
          random.nextBytes(bytes);
          System.arraycopy(bytes, 0, model, at, length);
          if (random.nextBoolean()) {
            output.append(bytes, 0, length);
          } else {
            output.append(new ByteArrayInputStream(bytes), length);
          }
        }
        at += length;
      }
      FileData expected =
          at == start ? FileData.Empty.INSTANCE : new FileData.Blocks(output.area(), start / BLOCK);
      assertThat(output.endFile()).isEqualTo(expected);
      at = (at + BLOCK - 1) / BLOCK * BLOCK;
      assertThat(output.nextBlock()).isEqualTo(at / BLOCK);
    }
    output.startFile();
    output.append(LAST, 0, 1);
    output.endFile();
    model[at] = 1;
    model[5] = 42;
    output.finish(Arrays.copyOf(model, BLOCK));

    byte[] written = Arrays.copyOf(model, at + BLOCK);
    assertThat(Files.readAllBytes(path)).isEqualTo(written);
    var crc = new CRC32C();
    crc.update(written);
    assertThat(output.crc32c()).isEqualTo(crc.getValue());
  }

  @Test
  void zeros_manyGigabytes_takeNeitherTimeNorRoom() throws Exception {
    long start = System.nanoTime();
    output.startFile();
    output.append(LAST, 0, 1);
    output.zeros(10L << 40);
    output.append(LAST, 0, 1);
    output.endFile();
    long size = output.finish(new byte[BLOCK]);

    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(5));
    assertThat(size).isEqualTo((10L << 40) + 2 * BLOCK);
    assertThat(allocatedBytes()).isLessThanOrEqualTo(16 * BLOCK);
    try (var in = FileChannel.open(path, StandardOpenOption.READ)) {
      var last = ByteBuffer.allocate(1);
      in.read(last, BLOCK + 1 + (10L << 40));
      assertThat(last.array()).isEqualTo(LAST);
    }
  }

  @Test
  void append_zeroBlocks_stayHoles() throws Exception {
    output.startFile();
    output.append(new byte[8 << 20], 0, 8 << 20);
    output.endFile();
    output.startFile();
    output.append(LAST, 0, 1);
    output.endFile();
    output.finish(new byte[BLOCK]);

    assertThat(allocatedBytes()).isLessThanOrEqualTo(16 * BLOCK);
  }

  @Test
  void append_streamTooShort_refused() throws Exception {
    output.startFile();
    assertThatThrownBy(() -> output.append(new ByteArrayInputStream(new byte[9]), 10))
        .isInstanceOf(EOFException.class);
  }

  @Test
  void callsOutOfOrder_refused() throws Exception {
    assertThatThrownBy(() -> output.append(LAST, 0, 1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> output.zeros(1)).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(output::endFile).isInstanceOf(IllegalStateException.class);
    output.startFile();
    assertThatThrownBy(output::startFile).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> output.zeros(-1)).isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void new_fileNotEmpty_refused() throws Exception {
    Files.write(path, LAST);
    assertThatThrownBy(() -> new BlockOutput(channel)).isInstanceOf(IllegalArgumentException.class);
  }

  private long allocatedBytes() throws Exception {
    String blocks = Tool.require("stat").run("-c", "%b", path.toString()).text().strip();
    return Long.parseLong(blocks) * 512;
  }
}
