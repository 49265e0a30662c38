// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import static dev.larder.oci.compression.GzipBytes.join;
import static dev.larder.oci.compression.GzipBytes.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testkit.image.ZstdFrames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class DecompressionTest {
  private static final byte[] HELLO = "hello, hello, hello".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = new byte[0];
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;

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
  void read_gzipMembers_areJoined() throws IOException {
    assertThat(decompressed(member(HELLO))).isEqualTo(HELLO);
    assertThat(decompressed(member(NOTHING))).isEmpty();
    assertThat(decompressed(join(member(NOTHING), member(HELLO), member(NOTHING), member(HELLO))))
        .isEqualTo(join(HELLO, HELLO));
    assertThat(decompressed(join(member(HELLO), GzipBytes.bgzipEnd()))).isEqualTo(HELLO);
  }

  @Test
  void read_gzipTrailingZeros_areIgnored() throws IOException {
    assertThat(decompressed(join(member(HELLO), new byte[1]))).isEqualTo(HELLO);
    assertThat(decompressed(join(member(HELLO), new byte[1_000_000]))).isEqualTo(HELLO);
  }

  @Test
  void read_gzipTrailingGarbage_isAnError() {
    assertDamaged(join(member(HELLO), new byte[] {1}), "behind the last member");
    assertDamaged(join(member(HELLO), HELLO), "behind the last member");
    assertDamaged(join(member(HELLO), new byte[600_000], new byte[] {1}), "behind the padding");
    assertDamaged(join(member(HELLO), new byte[1], member(HELLO)), "behind the padding");
    assertDamaged(join(member(HELLO), new byte[] {0x1f}), "cut off within a member's header");
  }

  @Test
  void read_gzipHeaderFields_arePassedOver() throws IOException {
    byte[] extra = {3, 0, 'a', 0, 'b'};
    byte[] name = "näme\0".getBytes(StandardCharsets.ISO_8859_1);
    byte[] comment = "a comment\0".getBytes(StandardCharsets.ISO_8859_1);

    assertThat(decompressed(member(FEXTRA, extra, HELLO))).isEqualTo(HELLO);
    assertThat(decompressed(member(FNAME, name, HELLO))).isEqualTo(HELLO);
    assertThat(decompressed(member(FCOMMENT, comment, HELLO))).isEqualTo(HELLO);
    assertThat(decompressed(member(1, NOTHING, HELLO))).isEqualTo(HELLO);
    int all = FEXTRA | FNAME | FCOMMENT | FHCRC;
    byte[] fields = join(extra, name, comment);
    int headerCrc = headerCrc(all, fields);
    byte[] crc = {(byte) headerCrc, (byte) (headerCrc >> 8)};
    assertThat(decompressed(member(all, join(fields, crc), HELLO))).isEqualTo(HELLO);
    crc[1] ^= 1;
    assertDamaged(member(all, join(fields, crc), HELLO), "a header's check sum");
    assertThat(decompressed(member(FEXTRA, bigExtra(), HELLO))).isEqualTo(HELLO);
  }

  @Test
  void read_gzipHeaderText_isLimited() throws IOException {
    byte[] just = new byte[GzipDecoder.MAX_HEADER_TEXT_BYTES];
    Arrays.fill(just, 0, just.length - 1, (byte) 'n');
    byte[] over = join(new byte[] {'n'}, just);

    assertThat(decompressed(member(FNAME, just, HELLO))).isEqualTo(HELLO);
    assertDamaged(member(FNAME, over, HELLO), "file name in a header is over 65536 bytes");
    assertDamaged(member(FCOMMENT, over, HELLO), "comment in a header is over 65536 bytes");
  }

  @ParameterizedTest
  @ValueSource(ints = {0x20, 0x40, 0x80})
  void read_gzipReservedFlag_isAnError(int flag) {
    assertDamaged(member(flag, NOTHING, HELLO), "reserved flags are set: 0x");
  }

  @Test
  void read_gzipWrongTrailer_isAnError() {
    byte[] wrongCrc = member(HELLO);
    wrongCrc[wrongCrc.length - 5] ^= 1;
    byte[] wrongSize = member(HELLO);
    wrongSize[wrongSize.length - 1] ^= 1;

    assertDamaged(wrongCrc, "wanted the check sum");
    assertDamaged(wrongSize, "bytes (modulo 2^32) in a member, got 19");
    assertDamaged(join(member(HELLO), wrongCrc), "wanted the check sum");
    assertDamaged(join(member(NOTHING), wrongSize), "bytes (modulo 2^32)");
  }

  @Test
  void read_gzipCutOffAnywhere_isAnError() throws IOException {
    byte[] first = member(HELLO);
    byte[] bytes = join(first, member(FNAME, "n\0".getBytes(StandardCharsets.UTF_8), HELLO));
    for (int length = 3; length < bytes.length; length++) {
      byte[] cut = Arrays.copyOf(bytes, length);
      if (length == first.length) {
        assertThat(decompressed(cut)).isEqualTo(HELLO);
      } else {
        assertDamaged(cut, "cut off");
      }
    }
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
  void read_anyBitFlipped_neverGivesOtherBytes() throws IOException {
    byte[] content = new byte[200];
    new Random(5).nextBytes(content);
    byte[] bytes = join(member(content), member(HELLO));
    byte[] wanted = join(content, HELLO);
    for (int bit = 3 * 8; bit < bytes.length * 8; bit++) {
      byte[] flipped = bytes.clone();
      flipped[bit / 8] ^= (byte) (1 << bit % 8);
      try {
        assertThat(decompressed(flipped)).as("bit %d", bit).isEqualTo(wanted);
      } catch (DamagedStreamException e) {
        assertThat(e.byteOffset()).isBetween(0L, (long) bytes.length);
      }
    }
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
  void read_anyPieces_giveTheSameBytes(int pieceBytes) throws IOException {
    byte[] content = new byte[50_000];
    new Random(3).nextBytes(content);
    Arrays.fill(content, 10_000, 40_000, (byte) 'z');
    for (byte[] bytes :
        new byte[][] {
          join(member(content), member(NOTHING), member(content)),
          join(ZstdFrames.stored(content), ZstdFrames.skippable(HELLO), ZstdFrames.stored(content))
        }) {
      try (var stream = Decompression.open(new Trickle(bytes, pieceBytes))) {
        assertThat(inPieces(stream, pieceBytes)).isEqualTo(join(content, content));
        assertThat(stream.decompressedBytes()).isEqualTo(2L * content.length);
        assertThat(stream.compressedBytes()).isEqualTo(bytes.length);
      }
    }
  }

  @Test
  void read_ratio_isLimitedBeyondTheFloor() throws IOException {
    byte[] zeros = member(new byte[100_000]);
    var floorReached = new DecompressionLimits(10, 100_000);
    var floorPassed = new DecompressionLimits(10, 99_999);

    assertThat(decompressed(zeros, floorReached)).hasSize(100_000);
    assertThatThrownBy(() -> decompressed(zeros, floorPassed))
        .isInstanceOfSatisfying(
            DecompressionLimitException.class,
            e -> {
              assertThat(e.decompressedBytes()).isEqualTo(100_000);
              assertThat(e.compressedBytes()).isBetween(50L, (long) zeros.length);
            });
    assertThat(decompressed(zeros, new DecompressionLimits(2000, 0))).hasSize(100_000);
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
  void read_afterAFailure_failsAgain() throws IOException {
    byte[] bytes = member(HELLO);
    try (var stream = Decompression.open(new ByteArrayInputStream(bytes, 0, bytes.length - 1))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(DamagedStreamException.class);
      }
    }
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
    return decompressed(bytes, DecompressionLimits.DEFAULT);
  }

  private static byte[] decompressed(byte[] bytes, DecompressionLimits limits) throws IOException {
    try (var stream = Decompression.open(new ByteArrayInputStream(bytes), limits)) {
      return inPieces(stream, 1 << 20);
    }
  }

  private static byte[] inPieces(InputStream in, int pieceBytes) throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] piece = new byte[pieceBytes];
    for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
      out.write(piece, 0, count);
    }
    return out.toByteArray();
  }

  private static int headerCrc(int flags, byte[] fields) {
    var crc = new CRC32();
    crc.update(GzipBytes.header(flags));
    crc.update(fields);
    return (int) crc.getValue();
  }

  private static byte[] bigExtra() {
    byte[] extra = new byte[2 + 0xffff];
    extra[0] = (byte) 0xff;
    extra[1] = (byte) 0xff;
    return extra;
  }

  /** Gives a few bytes at each read. */
  private static final class Trickle extends FilterInputStream {
    private final int pieceBytes;

    Trickle(byte[] bytes, int pieceBytes) {
      super(new ByteArrayInputStream(bytes));
      this.pieceBytes = pieceBytes;
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      return super.read(buffer, offset, Math.min(length, pieceBytes));
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
