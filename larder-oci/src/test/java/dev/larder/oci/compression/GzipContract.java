// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import static dev.larder.oci.compression.GzipBytes.join;
import static dev.larder.oci.compression.GzipBytes.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.testkit.oracle.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.CRC32;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What gzip must come to, whichever library inflates it. */
abstract class GzipContract {
  private static final byte[] HELLO = "hello, hello, hello".getBytes(StandardCharsets.UTF_8);
  private static final byte[] NOTHING = new byte[0];
  private static final int FHCRC = 2;
  private static final int FEXTRA = 4;
  private static final int FNAME = 8;
  private static final int FCOMMENT = 16;

  /** {@return a new inflater of the library under test} */
  abstract RawInflater inflater();

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
  void read_afterAFailure_failsAgain() throws IOException {
    byte[] bytes = member(HELLO);
    try (var stream = open(new ByteArrayInputStream(bytes, 0, bytes.length - 1))) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(stream::readAllBytes).isInstanceOf(DamagedStreamException.class);
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 7, 512, 4096, 100_000})
  void read_anyPieces_giveTheSameBytes(int pieceBytes) throws IOException {
    byte[] content = Pieces.mixed(50_000);
    byte[] bytes = join(member(content), member(NOTHING), member(content), new byte[20]);

    try (var stream = open(Pieces.of(bytes, pieceBytes))) {
      assertThat(Pieces.read(stream, pieceBytes)).isEqualTo(join(content, content));
      assertThat(stream.decompressedBytes()).isEqualTo(2L * content.length);
      assertThat(stream.compressedBytes()).isEqualTo(bytes.length);
    }
  }

  /** The end of a stream may be anywhere in what an inflater takes in at once. */
  @Test
  void read_anySizeOfMember_endsWhereItEnds() throws IOException {
    byte[] content = Pieces.mixed(60);
    for (int length = 0; length < content.length; length++) {
      byte[] one = Arrays.copyOf(content, length);
      byte[] bytes = join(member(one), member(HELLO), member(one));
      for (int pieceBytes = 1; pieceBytes <= 9; pieceBytes++) {
        try (var stream = open(Pieces.of(bytes, pieceBytes))) {
          assertThat(Pieces.read(stream, 1000)).isEqualTo(join(one, HELLO, one));
        }
      }
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "gzip -c -1",
        "gzip -c -9 -n",
        "gzip -c --rsyncable",
        "pigz -c -p 2 -b 128",
        "pigz -c -p 2 -i -b 128",
        "igzip -c -1",
        "zstd -c -q --format=gzip"
      })
  void read_toolsOutput_isWhatWentIn(String command) throws IOException {
    byte[] content = Pieces.mixed(3 << 20);
    byte[] compressed = compress(command, content);
    byte[] tail = compress(command, HELLO);

    assertThat(decompressed(compressed)).isEqualTo(content);
    assertThat(decompressed(join(compressed, tail, compress(command, NOTHING), tail)))
        .isEqualTo(join(content, HELLO, HELLO));
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip -c", "pigz -c"})
  void read_mutatedOutput_failsTypedOrGivesBytes(String command) throws IOException {
    byte[] content = Pieces.mixed(20_000);
    byte[] compressed = compress(command, content);
    long seed = 99;
    var random = new Random(seed);
    for (int round = 0; round < 1000; round++) {
      byte[] mutant = Pieces.mutate(compressed, random);
      try {
        assertThat(decompressed(mutant)).as("seed %d, round %d", seed, round).isEqualTo(content);
      } catch (DamagedStreamException | DecompressionLimitException e) {
        assertThat(e).hasMessageContaining("byte");
      }
    }
  }

  private DecompressedStream open(InputStream in) throws IOException {
    return Decompression.open(in, DecompressionLimits.DEFAULT, this::inflater);
  }

  private void assertDamaged(byte[] bytes, String problem) {
    assertThatThrownBy(() -> decompressed(bytes))
        .isInstanceOf(DamagedStreamException.class)
        .hasMessageContaining(problem);
  }

  private byte[] decompressed(byte[] bytes) throws IOException {
    return decompressed(bytes, DecompressionLimits.DEFAULT);
  }

  private byte[] decompressed(byte[] bytes, DecompressionLimits limits) throws IOException {
    try (var stream = Decompression.open(new ByteArrayInputStream(bytes), limits, this::inflater)) {
      return Pieces.read(stream, 1 << 20);
    }
  }

  private static byte[] compress(String command, byte[] content) throws IOException {
    List<String> words = List.of(command.split(" ", -1));
    return Tool.require(words.getFirst()).run(content, words.subList(1, words.size())).output();
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
}
