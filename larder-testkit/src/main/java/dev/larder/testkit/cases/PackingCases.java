// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestLayer;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.function.Function;

/** One tar in every packing that layers come in: the tree is always the same. */
final class PackingCases {
  private static final String ANY_MEMBERS =
      "gzip with any number of members, empty ones and trailing zeros included, is one stream.";
  private static final String ANY_FRAMES =
      "zstd with any number of frames, skippable ones included, is one stream.";
  private static final String FIRST_BYTES =
      "The first bytes decide; a media type that disagrees is a warning.";

  private PackingCases() {}

  static List<LayerCase> all() {
    return List.of(
        packed("plain", "A layer need not be packed.", as(Compression.NONE)),
        packed("gz-members", ANY_MEMBERS, as(Compression.GZIP_MEMBERS)),
        packed(
            "gz-trailing-zeros",
            ANY_MEMBERS,
            tar -> {
              byte[] blob = bytesOf(TestLayer.of(tar, Compression.GZIP));
              return ofBytes(Arrays.copyOf(blob, blob.length + 5_000), tar, Compression.GZIP);
            }),
        packed("zstd-frames", ANY_FRAMES, as(Compression.ZSTD_STORED_FRAMES)),
        packed(
            "zstd-skippable-head",
            ANY_FRAMES,
            tar -> {
              byte[] blob = bytesOf(TestLayer.of(tar, Compression.ZSTD_STORED_FRAMES));
              ByteBuffer both = ByteBuffer.allocate(8 + 100 + blob.length);
              both.order(ByteOrder.LITTLE_ENDIAN).putInt(0x184D2A50).putInt(100);
              both.position(108).put(blob);
              return ofBytes(both.array(), tar, Compression.ZSTD);
            }),
        packed("mislabelled-zstd", FIRST_BYTES, announced(Compression.ZSTD, Compression.GZIP)),
        packed("mislabelled-plain", FIRST_BYTES, announced(Compression.NONE, Compression.GZIP)));
  }

  private static LayerCase packed(String name, String rule, Function<TarBuilder, TestLayer> how) {
    String text = "twelve bytes".repeat(20_000);
    return LayerCase.of(name, rule, new TarBuilder().directory("d/").file("d/f", text))
        .gives(Expected.dir("d"), Expected.file("d/f", text))
        .packed(how)
        .umociDiffers("it knows fewer packings");
  }

  private static Function<TarBuilder, TestLayer> as(Compression compression) {
    return tar -> TestLayer.of(tar, compression);
  }

  private static Function<TarBuilder, TestLayer> announced(Compression is, Compression says) {
    return tar -> {
      String mediaType = TestLayer.of(tar, says).mediaType(ManifestFormat.OCI);
      Compression packing = is == Compression.ZSTD ? Compression.ZSTD_STORED_FRAMES : is;
      return TestLayer.of(tar, packing).withMediaType(mediaType);
    };
  }

  private static TestLayer ofBytes(byte[] blob, TarBuilder tar, Compression compression) {
    return TestLayer.ofBytes(blob, tar.toByteArray(), compression);
  }

  private static byte[] bytesOf(TestLayer layer) {
    try (InputStream blob = layer.blob().open()) {
      return blob.readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
