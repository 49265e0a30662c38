// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.ImagePullFailedException;
import dev.larder.error.ImagePullFailedException.Reason;
import dev.larder.model.PullLimits;
import dev.larder.oci.compression.DecompressionLimits;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestLayer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** Images that are wrong in themselves: one clear failure, and nothing stays of them. */
final class BadImageTest extends CacheTest {
  private static final byte[] TAR = new TarBuilder().file("a", "b".repeat(10_000)).toByteArray();

  @Test
  void pull_manifestThatIsNoJson_isBadContent() {
    requireManifestFailure("{\"schemaVersion\":2,", Reason.BAD_CONTENT, "malformed manifest");
  }

  @Test
  void pull_manifestWithoutLayers_isBadContent() {
    requireManifestFailure(
        "{\"schemaVersion\":2,\"mediaType\":\"application/vnd.oci.image.manifest.v1+json\"}",
        Reason.BAD_CONTENT,
        "malformed manifest");
  }

  @Test
  void pull_artifact_isNotAnImage() {
    String empty = "sha256:44136fa355b3678a1146ad16f7e8649e94fb4fc21fe77e8310c060f61caaff8a";
    requireManifestFailure(
        """
        {"schemaVersion":2,"mediaType":"application/vnd.oci.image.manifest.v1+json",
         "artifactType":"application/vnd.example.sbom",
         "config":{"mediaType":"application/vnd.oci.empty.v1+json","digest":"%s","size":2},
         "layers":[{"mediaType":"application/json","digest":"%s","size":2}]}
        """
            .formatted(empty, empty),
        Reason.NOT_AN_IMAGE,
        "application/vnd.example.sbom");
  }

  @Test
  void pull_manifestOverTheLimit_isOverALimit() {
    requireManifestFailure(" ".repeat((4 << 20) + 1), Reason.LIMIT_EXCEEDED, "limit");
  }

  private void requireManifestFailure(String manifest, Reason reason, String message) {
    test.registry()
        .put(
            "app",
            "1",
            ManifestFormat.OCI.manifestType(),
            manifest.getBytes(StandardCharsets.UTF_8));
    requireFailure(test.registry().reference("app:1"), reason, message);
  }

  @Test
  void pull_configWithOtherLayersThanTheManifest_isBadContent() {
    var image =
        new ImageBuilder()
            .layer(TestCache.layer("a"))
            .configDocument("rootfs", Map.of("type", "layers", "diff_ids", List.of()))
            .build();
    requireFailure(
        test.push("app:1", image), Reason.BAD_CONTENT, "0 diff ids, the manifest has 1 layers");
  }

  @Test
  void pull_wrongDiffId_isBadContent() {
    String wrong = "sha256:" + "ab".repeat(32);
    requireFailure(
        push(TestCache.layer("b").withDiffId(wrong)),
        Reason.BAD_CONTENT,
        "layer 1 has the wrong diff_id: wanted " + wrong);
  }

  @Test
  void pull_gzipThatIsCutOff_isBadContent() throws IOException {
    byte[] whole = gzip(TAR);
    byte[] cut = Arrays.copyOf(whole, whole.length - 10);
    requireFailure(push(TestLayer.ofBytes(cut, TAR, Compression.GZIP)), Reason.BAD_CONTENT, "gzip");
  }

  @Test
  void pull_gzipThatIsDamaged_isBadContent() throws IOException {
    byte[] damaged = gzip(TAR);
    damaged[damaged.length - 6] ^= 1;
    requireFailure(
        push(TestLayer.ofBytes(damaged, TAR, Compression.GZIP)), Reason.BAD_CONTENT, "gzip");
  }

  @Test
  void pull_moreBehindTheGzip_endsAllTheSame() throws IOException {
    // More than all buffers hold: whoever reads the blob must not wait for whoever is done.
    var blob = new ByteArrayOutputStream();
    blob.write(gzip(TAR));
    blob.write(new byte[4 << 20]);
    String reference = push(TestLayer.ofBytes(blob.toByteArray(), TAR, Compression.GZIP));

    assertThat(test.cache().pull(reference).layerCount()).isEqualTo(2);
  }

  @Test
  void pull_tarThatIsCutOff_isBadContent() {
    byte[] cut = Arrays.copyOf(TAR, 5_000);
    requireFailure(
        push(TestLayer.ofBytes(cut, cut, Compression.NONE)), Reason.BAD_CONTENT, "\"a\"");
  }

  @Test
  void pull_noTar_isBadContent() {
    byte[] text = "no tar at all ".repeat(1000).getBytes(StandardCharsets.UTF_8);
    requireFailure(
        push(TestLayer.ofBytes(text, text, Compression.NONE)), Reason.BAD_CONTENT, "at byte 0");
  }

  @Test
  void pull_layerThatFailsInTheMerge_isBadContent() {
    var link = TestLayer.of(new TarBuilder().hardLink("link", "of-no-layer"));
    requireFailure(push(link), Reason.BAD_CONTENT, "of-no-layer");
  }

  @Test
  void pull_layerThatGrowsBeyondAllMeasure_isOverALimit() throws IOException {
    var strict =
        new PullLimits(
            PullLimits.DEFAULT.documents(),
            new DecompressionLimits(1, 1 << 16),
            PullLimits.DEFAULT.layers());
    byte[] tar = new TarBuilder().file("zeros", new byte[8 << 20]).toByteArray();
    try (var cache = ImageCache.open(test.options().withLimits(strict))) {
      String reference =
          test.push(
              "app:1",
              new ImageBuilder()
                  .layer(TestLayer.ofBytes(gzip(tar), tar, Compression.GZIP))
                  .build());

      var thrown =
          catchThrowableOfType(ImagePullFailedException.class, () -> cache.pull(reference));

      assertThat(thrown.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
      assertThat(test.files()).isEmpty();
    }
  }

  @Test
  void pull_tenGigabytesOfZeros_isOverALimitSoon() throws IOException {
    var bomb = new ByteArrayOutputStream();
    byte[] member = gzip(new byte[50_000_000]);
    for (int i = 0; i < 200; i++) {
      bomb.write(member);
    }
    String reference = push(TestLayer.ofBytes(bomb.toByteArray(), TAR, Compression.GZIP));
    Assertions.assertTimeout(
        Duration.ofSeconds(60),
        () ->
            requireFailure(
                reference, Reason.LIMIT_EXCEEDED, "the compression ratio may be 900 at most"));
  }

  /** Puts an image of a sound layer and {@code bad}. */
  private String push(TestLayer bad) {
    return test.push("app:1", new ImageBuilder().layer(TestCache.layer("a")).layer(bad).build());
  }

  private void requireFailure(String reference, Reason reason, String message) {
    var thrown =
        catchThrowableOfType(ImagePullFailedException.class, () -> test.cache().pull(reference));

    assertThat(thrown).hasMessageStartingWith("cannot pull " + reference + ": ");
    assertThat(thrown).hasMessageContaining(message);
    assertThat(thrown).message().hasLineCount(1);
    assertThat(thrown.reason()).isEqualTo(reason);
    assertThat(test.files()).isEmpty();
    assertThat(test.cache().list()).isEmpty();
    assertThat(test.cache().pull(test.push("app:1", TestCache.image("a"))).layerCount()).isOne();
  }

  private static byte[] gzip(byte[] bytes) throws IOException {
    var out = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(out)) {
      new ByteArrayInputStream(bytes).transferTo(gzip);
    }
    return out.toByteArray();
  }
}
