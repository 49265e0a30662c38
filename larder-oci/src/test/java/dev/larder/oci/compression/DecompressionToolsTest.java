// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.Digest;
import dev.larder.oci.archive.ImageArchive;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.ImageResolver;
import dev.larder.testkit.image.ZstdFrames;
import dev.larder.testkit.oracle.LabImages;
import dev.larder.testkit.oracle.Tool;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What other people's compressors write, alone and one behind the other, comes out as it went in.
 */
final class DecompressionToolsTest {
  private static final byte[] CONTENT = Pieces.mixed(3 << 20);

  @ParameterizedTest
  @ValueSource(
      strings = {
        "zstd -c -q -1",
        "zstd -c -q -3 --long=27",
        "zstd -c -q -T2 -B1MiB",
        "zstd -c -q --no-check"
      })
  void read_toolsOutput_isWhatWentIn(String command) throws IOException {
    byte[] compressed = compress(command, CONTENT);
    byte[] tail = compress(command, "the tail".getBytes(StandardCharsets.UTF_8));

    assertThat(decompress(compressed)).isEqualTo(CONTENT);
    assertThat(decompress(GzipBytes.join(compressed, tail, compress(command, new byte[0]), tail)))
        .isEqualTo(GzipBytes.join(CONTENT, "the tailthe tail".getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void read_gzipWithFileName_isWhatWentIn(@TempDir Path directory) throws IOException {
    Path file = Files.write(directory.resolve("a näme"), CONTENT);

    byte[] compressed = Tool.require("gzip").run("-c", "-N", file.toString()).output();

    assertThat(decompress(compressed)).isEqualTo(CONTENT);
  }

  @Test
  void read_zstdWithSkippableFrames_isWhatWentIn() throws IOException {
    byte[] frame = compress("zstd -c -q", CONTENT);
    byte[] skippable = ZstdFrames.skippable(new byte[10_000]);

    assertThat(decompress(GzipBytes.join(skippable, frame, skippable, frame, skippable)))
        .isEqualTo(GzipBytes.join(CONTENT, CONTENT));
  }

  @ParameterizedTest
  @ValueSource(strings = {"zstd -c -q", "zstd -c -q --no-check"})
  void read_mutatedOutput_failsTypedOrGivesBytes(String command) throws IOException {
    byte[] content = Pieces.mixed(20_000);
    byte[] compressed = compress(command, content);
    long seed = 99;
    var random = new Random(seed);
    boolean checked = !command.contains("--no-check");
    for (int round = 0; round < 1000; round++) {
      byte[] mutant = Pieces.mutate(compressed, random);
      try {
        byte[] got = decompress(mutant);
        if (checked) {
          assertThat(got).as("seed %d, round %d", seed, round).isEqualTo(content);
        }
      } catch (DamagedStreamException | DecompressionLimitException e) {
        assertThat(e).hasMessageContaining("byte");
      }
    }
  }

  @Test
  void read_labLayers_haveTheirDiffIds(@TempDir Path directory) throws IOException {
    var archive = ImageArchive.open(LabImages.require().layout(), directory.resolve("unused"));
    var image =
        archive.images().stream()
            .filter(candidate -> candidate.names().equals(List.of("app")))
            .findFirst()
            .orElseThrow();
    try (var source = image.source()) {
      var resolved =
          new ImageResolver(DocumentLimits.DEFAULT).resolve(source, Platform.parse("linux/amd64"));
      for (int i = 0; i < resolved.manifest().layers().size(); i++) {
        var layer = resolved.manifest().layers().get(i);
        try (var stream = Decompression.open(source.openBlob(layer))) {
          assertThat(digest(stream)).isEqualTo(resolved.config().diffIds().get(i).digest());
          assertThat(stream.compressedBytes()).isEqualTo(layer.sizeBytes());
        }
      }
    }
  }

  private static Digest digest(DecompressedStream stream) throws IOException {
    var hash = Digest.Algorithm.SHA256.newHash();
    byte[] buffer = new byte[1 << 18];
    for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
      hash.update(buffer, 0, count);
    }
    return Digest.of(Digest.Algorithm.SHA256, hash);
  }

  private static byte[] compress(String command, byte[] content) throws IOException {
    List<String> words = List.of(command.split(" ", -1));
    return Tool.require(words.getFirst()).run(content, words.subList(1, words.size())).output();
  }

  private static byte[] decompress(byte[] bytes) throws IOException {
    try (var stream = Decompression.open(new ByteArrayInputStream(bytes))) {
      return stream.readAllBytes();
    }
  }
}
