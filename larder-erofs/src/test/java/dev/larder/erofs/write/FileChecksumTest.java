// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.Test;

/** The checksum of pieces is the checksum of the file. */
final class FileChecksumTest {
  private static final int START = 16;

  private final Random random = new Random(7);

  @Test
  void finish_piecesAndHoles_isTheChecksumOfTheFile() {
    for (int round = 0; round < 200; round++) {
      byte[] file = new byte[START + random.nextInt(4000)];
      random.nextBytes(file);
      var checksum = new FileChecksum(START);
      int at = START;
      while (at < file.length) {
        int hole = random.nextInt(Math.min(500, file.length - at));
        Arrays.fill(file, at, at + hole, (byte) 0);
        at += hole;
        int piece = Math.min(1 + random.nextInt(500), file.length - at);
        checksum.append(ByteBuffer.wrap(file, at, piece), at);
        at += piece;
      }

      assertThat(checksum.finish(ByteBuffer.wrap(file, 0, START))).isEqualTo(crc32c(file));
    }
  }

  @Test
  void finish_noPieces_isTheChecksumOfTheStart() {
    byte[] file = new byte[START];
    random.nextBytes(file);

    assertThat(new FileChecksum(START).finish(ByteBuffer.wrap(file))).isEqualTo(crc32c(file));
  }

  @Test
  void append_overWhatWasWritten_isRefused() {
    var checksum = new FileChecksum(START);
    checksum.append(ByteBuffer.allocate(8), START);

    assertThatThrownBy(() -> checksum.append(ByteBuffer.allocate(1), START + 7))
        .isInstanceOf(IllegalStateException.class);
  }

  private static long crc32c(byte[] bytes) {
    var crc = new CRC32C();
    crc.update(bytes);
    return crc.getValue();
  }
}
