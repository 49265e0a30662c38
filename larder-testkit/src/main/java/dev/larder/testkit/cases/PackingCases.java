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
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
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

  /** RFC 1952: the header, one empty block, the checksum and size of nothing. */
  private static final byte[] GZIP_OF_NOTHING =
      HexFormat.of().parseHex("1f8b08000000000000ff" + "0300" + "0000000000000000");

  private static final int GZIP_HEADER_BYTES = 10;
  private static final int GZIP_FLAGS = 3;
  private static final int GZIP_EXTRA = 4;

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
        packed(
            "gz-extra-fields",
            "Members may have extra fields, as those of bgzip and eStargz have.",
            tar -> {
              byte[] plain = bytesOf(TestLayer.of(tar, Compression.GZIP));
              return ofBytes(
                  join(withExtraField(plain), withExtraField(GZIP_OF_NOTHING)),
                  tar,
                  Compression.GZIP);
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

  /** {@return the member with a field such as eStargz ends its files with} */
  private static byte[] withExtraField(byte[] member) {
    byte[] field = "SG\u0016\0000000000000001234STARGZ".getBytes(StandardCharsets.US_ASCII);
    byte[] header = Arrays.copyOf(member, GZIP_HEADER_BYTES);
    header[GZIP_FLAGS] |= GZIP_EXTRA;
    byte[] rest = Arrays.copyOfRange(member, GZIP_HEADER_BYTES, member.length);
    return join(join(header, new byte[] {(byte) field.length, 0}), join(field, rest));
  }

  private static byte[] join(byte[] first, byte[] second) {
    byte[] both = Arrays.copyOf(first, first.length + second.length);
    System.arraycopy(second, 0, both, first.length, second.length);
    return both;
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
