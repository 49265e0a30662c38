// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.oracle.Tool;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** gzip, zstd and sha256sum judge what layers say of themselves. */
final class TestLayerTest {

  private static final TarBuilder TAR =
      new TarBuilder().file("random", Content.random(1, 3_000_000)).file("zeros", new byte[70_000]);

  @ParameterizedTest
  @EnumSource(Compression.class)
  void of_everyCompression_unpacksToTheTar(Compression compression) throws Exception {
    TestLayer layer = TestLayer.of(TAR, compression);

    byte[] tar = unpack(compression, bytes(layer));

    assertThat(tar).isEqualTo(TAR.toByteArray());
    assertThat(layer.tarSizeBytes()).isEqualTo(tar.length);
    assertThat(layer.diffId()).isEqualTo(sha256sum(tar));
    assertThat(layer.blobDigest()).isEqualTo(sha256sum(bytes(layer)));
    assertThat(layer.compressedSizeBytes()).isEqualTo(bytes(layer).length);
  }

  @Test
  void inFile_sameTar_sameLayer(@TempDir Path directory) throws Exception {
    TestLayer inMemory = TestLayer.of(TAR, Compression.GZIP);
    TestLayer inFile = TestLayer.inFile(TAR, Compression.GZIP, directory.resolve("layer"));

    assertThat(inFile.blobDigest()).isEqualTo(inMemory.blobDigest());
    assertThat(inFile.diffId()).isEqualTo(inMemory.diffId());
    assertThat(bytes(inFile)).isEqualTo(bytes(inMemory));
  }

  @Test
  void skippable_betweenFrames_passedOverByZstd() throws Exception {
    byte[] text = "text".getBytes(StandardCharsets.UTF_8);
    var out = new ByteArrayOutputStream();
    out.writeBytes(ZstdFrames.skippable(new byte[100]));
    out.writeBytes(ZstdFrames.stored(text));
    out.writeBytes(ZstdFrames.stored(new byte[0]));
    out.writeBytes(ZstdFrames.skippable(new byte[0]));

    assertThat(unpack(Compression.ZSTD_STORED_FRAMES, out.toByteArray())).isEqualTo(text);
  }

  private static byte[] unpack(Compression compression, byte[] packed) throws Exception {
    return switch (compression) {
      case NONE -> packed;
      case GZIP, GZIP_MEMBERS -> Tool.require("gzip").run(packed, List.of("-dc")).output();
      case ZSTD, ZSTD_STORED_FRAMES -> Tool.require("zstd").run(packed, List.of("-dc")).output();
    };
  }

  private static String sha256sum(byte[] bytes) throws Exception {
    return "sha256:" + Tool.require("sha256sum").run(bytes, List.of()).text().substring(0, 64);
  }

  private static byte[] bytes(TestLayer layer) throws Exception {
    try (InputStream in = layer.blob().open()) {
      return in.readAllBytes();
    }
  }
}
