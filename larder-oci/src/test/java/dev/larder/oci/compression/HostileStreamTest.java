// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import static dev.larder.oci.compression.GzipBytes.join;
import static dev.larder.oci.compression.GzipBytes.member;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.fail;

import com.github.luben.zstd.ZstdCompressCtx;
import dev.larder.testkit.hostile.Mutator;
import dev.larder.testkit.image.ZstdFrames;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.Supplier;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/**
 * Changed gzip and zstd streams are decompressed or refused with a type of ours, and soon,
 * whichever library inflates; where both libraries decompress one, they agree. {@code
 * -Dlarder.mutants=N} tries more, {@code -Dlarder.mutantSeed=N} others.
 */
final class HostileStreamTest {
  private static final int MUTANTS = Integer.getInteger("larder.mutants", 3_000);
  private static final long SEED = Long.getLong("larder.mutantSeed", 83);

  /** A changed length may ask for much. */
  private static final DecompressionLimits LIMITS = new DecompressionLimits(100, 1 << 20);

  private static final int MOST_BYTES = 1 << 24;

  private static final byte[] HELLO = {'h', 'e', 'l', 'l', 'o'};

  @Test
  void read_mutatedStreams_decompressedOrRefused() {
    List<byte[]> streams = streams();
    var random = new Random(SEED);
    var mutator = new Mutator(random, 1, pieces());
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(60 + MUTANTS / 100),
        () -> {
          int sound = 0;
          for (int i = 0; i < MUTANTS; i++) {
            byte[] mutant = mutator.mutant(streams.get(random.nextInt(streams.size())));
            sound += tryTo(mutant, "seed %d, round %d".formatted(SEED, i)) ? 1 : 0;
          }
          assertThat(sound).isBetween(MUTANTS / 100, MUTANTS / 2);
        });
  }

  private static List<byte[]> streams() {
    byte[] content = Pieces.mixed(3_000);
    byte[] zeros = new byte[40_000];
    var streams = new ArrayList<byte[]>();
    for (byte[] bytes : List.of(HELLO, content, zeros)) {
      streams.add(member(bytes));
      streams.add(zstd(bytes, true));
      streams.add(zstd(bytes, false));
      streams.add(ZstdFrames.stored(bytes));
    }
    // FHCRC is left out: its bytes follow from the header, which mutants change.
    byte[] extra = {6, 0, 'B', 'C', 2, 0, 27, 0};
    byte[] names = {'n', 0, 'c', 0};
    streams.add(join(member(content), GzipBytes.bgzipEnd(), member(HELLO), new byte[100]));
    streams.add(member(4 + 8 + 16, join(extra, names), content));
    streams.add(join(zstd(content, true), ZstdFrames.skippable(HELLO), zstd(HELLO, false)));
    streams.add(join(ZstdFrames.skippable(HELLO), ZstdFrames.stored(content)));
    return streams;
  }

  private static byte[] zstd(byte[] bytes, boolean checksum) {
    try (var context = new ZstdCompressCtx()) {
      return context.setLevel(3).setChecksum(checksum).compress(bytes);
    }
  }

  private static List<byte[]> pieces() {
    var hex = HexFormat.of();
    return List.of(
        GzipBytes.header(0),
        GzipBytes.header(31),
        member(new byte[0]),
        ZstdFrames.stored(new byte[0]),
        ZstdFrames.skippable(new byte[0]),
        hex.parseHex("502a4d18ffffffff"),
        hex.parseHex("28b52ffd"),
        hex.parseHex("28b52ffda0ffffffff"),
        hex.parseHex("28b52ffd00f8"),
        hex.parseHex("ffffffff"),
        hex.parseHex("00000000"),
        hex.parseHex("010000ffff"),
        hex.parseHex("0300"));
  }

  /** {@return whether the bytes are a sound stream} */
  private static boolean tryTo(byte[] bytes, String what) {
    try {
      Optional<byte[]> fastest = decompressed(bytes, RawInflater::fastest);
      Optional<byte[]> portable = decompressed(bytes, JdkInflater::new);
      if (fastest.isPresent() && portable.isPresent()) {
        assertThat(fastest.get()).isEqualTo(portable.get());
      }
      return portable.isPresent();
    } catch (IOException | RuntimeException | AssertionError | OutOfMemoryError e) {
      return fail("%s: %s".formatted(what, Base64.getEncoder().encodeToString(bytes)), e);
    }
  }

  private static Optional<byte[]> decompressed(byte[] bytes, Supplier<RawInflater> inflaters)
      throws IOException {
    var out = new ByteArrayOutputStream();
    byte[] buffer = new byte[1 << 14];
    try (var in = Decompression.open(new ByteArrayInputStream(bytes), LIMITS, inflaters)) {
      for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
        out.write(buffer, 0, count);
        assertThat(out.size()).isLessThan(MOST_BYTES);
      }
      return Optional.of(out.toByteArray());
    } catch (DamagedStreamException
        | DecompressionLimitException
        | UnsupportedCompressionException refused) {
      return Optional.empty();
    }
  }
}
