// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import static dev.larder.oci.compression.GzipBytes.join;
import static dev.larder.oci.compression.GzipBytes.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testkit.image.ZstdFrames;
import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecompressionTest {
  private static final byte[] HELLO = "hello, hello, hello".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = new byte[0];

  @Test
  void open_plainBytes_comeThrough() throws IOException {
    byte[] tar = new byte[300_000];
    new Random(1).nextBytes(tar);
    tar[0] = 'x';

    try (var stream = Decompression.open(new ByteArrayInputStream(tar))) {
      assertThat(stream.compression()).isEqualTo(Compression.NONE);
      assertThat(stream.decoder()).isEqualTo("none");
      assertThat(stream.readAllBytes()).isEqualTo(tar);
      assertThat(stream.compressedBytes()).isEqualTo(tar.length);
    }
    assertThat(decompressed(NOTHING)).isEmpty();
    assertThat(decompressed(new byte[] {0x1f, (byte) 0x8b})).hasSize(2);
  }

  @Test
  void read_zstdCutOffAnywhere_isAnError() throws IOException {
    byte[] first = ZstdFrames.stored(HELLO);
    byte[] second = ZstdFrames.skippable(HELLO);
    byte[] bytes = join(first, second, ZstdFrames.stored(HELLO));
    for (int length = 4; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length == first.length || length == first.length + second.length) {
        assertThat(decompressed(cut)).isEqualTo(HELLO);
      } else {
        assertDamaged(cut, "cut off within a frame");
      }
    }
  }

  @Test
  void read_zstdFrames_areJoinedAndSkippableOnesSkipped() throws IOException {
    byte[] frame = ZstdFrames.stored(HELLO);
    byte[] skippable = ZstdFrames.skippable(new byte[300_000]);

    assertThat(decompressed(frame)).isEqualTo(HELLO);
    assertThat(decompressed(join(frame, frame, ZstdFrames.stored(NOTHING), frame)))
        .isEqualTo(join(HELLO, HELLO, HELLO));
    assertThat(decompressed(join(skippable, frame, skippable, frame, skippable)))
        .isEqualTo(join(HELLO, HELLO));
    assertThat(decompressed(ZstdFrames.skippable(NOTHING))).isEmpty();
  }

  @Test
  void read_zstdTrailingGarbage_isAnError() {
    assertDamaged(join(ZstdFrames.stored(HELLO), HELLO), "");
    assertDamaged(join(ZstdFrames.stored(HELLO), new byte[100]), "");
  }

  @Test
  void open_otherCompressions_areNamed() {
    byte[] xz = {(byte) 0xfd, '7', 'z', 'X', 'Z', 0, 0, 4, 0, 0};
    byte[] bzip2 = {'B', 'Z', 'h', '9', 0x31, 0x41, 0x59, 0x26, 0x53, 0x59, 0};

    assertThatThrownBy(() -> decompressed(xz))
        .isInstanceOfSatisfying(
            UnsupportedCompressionException.class, e -> assertThat(e.format()).isEqualTo("xz"));
    assertThatThrownBy(() -> decompressed(bzip2))
        .isInstanceOfSatisfying(
            UnsupportedCompressionException.class, e -> assertThat(e.format()).isEqualTo("bzip2"));
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 512, 4096, 100_000})
  void read_zstdInAnyPieces_givesTheSameBytes(int pieceBytes) throws IOException {
    byte[] content = Pieces.mixed(50_000);
    byte[] bytes =
        join(ZstdFrames.stored(content), ZstdFrames.skippable(HELLO), ZstdFrames.stored(content));

    try (var stream = Decompression.open(Pieces.of(bytes, pieceBytes))) {
      assertThat(Pieces.read(stream, pieceBytes)).isEqualTo(join(content, content));
      assertThat(stream.decompressedBytes()).isEqualTo(2L * content.length);
      assertThat(stream.compressedBytes()).isEqualTo(bytes.length);
    }
  }

  @Test
  void limitsCheck_boundaries_areInclusive() throws IOException {
    var limits = new DecompressionLimits(10, 50);

    limits.check(0, 50);
    limits.check(10, 100);
    assertThatThrownBy(() -> limits.check(10, 101)).isInstanceOf(DecompressionLimitException.class);
    assertThatThrownBy(() -> limits.check(5, 51)).isInstanceOf(DecompressionLimitException.class);
    new DecompressionLimits(Long.MAX_VALUE, 0).check(1, Long.MAX_VALUE);
  }

  @Test
  void close_anyTime_closesTheSourceOnce() throws IOException {
    var source = new CloseCounting(new ByteArrayInputStream(member(HELLO)));
    var stream = Decompression.open(source);

    stream.close();
    stream.close();

    assertThat(source.closed).isEqualTo(1);
    assertThatThrownBy(stream::read).hasMessage("the stream is closed");
  }

  private static void assertDamaged(byte[] bytes, String problem) {
    assertThatThrownBy(() -> decompressed(bytes))
        .isInstanceOf(DamagedStreamException.class)
        .hasMessageContaining(problem);
  }

  private static byte[] decompressed(byte[] bytes) throws IOException {
    try (var stream = Decompression.open(new ByteArrayInputStream(bytes))) {
      return Pieces.read(stream, 1 << 20);
    }
  }

  private static final class CloseCounting extends FilterInputStream {
    private int closed;

    CloseCounting(InputStream in) {
      super(in);
    }

    @Override
    public void close() throws IOException {
      closed++;
      super.close();
    }
  }
}
