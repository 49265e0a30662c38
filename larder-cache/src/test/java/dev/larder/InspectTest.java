// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.ImageConfig;
import dev.larder.model.ImageHistoryEntry;
import dev.larder.model.ImageLayer;
import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import dev.larder.testkit.image.Compression;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import java.nio.file.Files;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What the cache says of an image. */
final class InspectTest extends CacheTest {
  @Test
  void config_allFieldsInTheImage_areAllThere() {
    var image =
        new ImageBuilder()
            .layer(TestCache.layer("a"))
            .env("PATH=/bin", "EMPTY=", "A=b=c")
            .cmd("-c", "echo hi")
            .entrypoint("/bin/sh")
            .workingDir("/srv/app")
            .user("1000:100")
            .labels(Map.of("z", "1", "a", ""))
            .stopSignal("SIGQUIT")
            .build();
    String reference = test.pushAndPull("app:1", image);

    assertThat(test.cache().inspect(reference).config())
        .isEqualTo(
            new ImageConfig(
                Digest.parse(image.config().digest()),
                List.of("PATH=/bin", "EMPTY=", "A=b=c"),
                List.of("-c", "echo hi"),
                List.of("/bin/sh"),
                "/srv/app",
                "1000:100",
                Map.of("a", "", "z", "1"),
                "SIGQUIT"));
  }

  @Test
  void config_noFieldInTheImage_isEmpty() {
    var image = TestCache.image("a");
    String reference = test.pushAndPull("app:1", image);

    assertThat(test.cache().inspect(reference).config())
        .isEqualTo(
            new ImageConfig(
                Digest.parse(image.config().digest()),
                List.of(),
                List.of(),
                List.of(),
                "",
                "",
                Map.of(),
                ""));
  }

  @Test
  void layers_ofAnyCompression_areInTheManifestsOrder() throws Exception {
    var layers =
        List.of(
            TestLayer.of(new TarBuilder().file("a", "1"), Compression.NONE),
            TestLayer.of(new TarBuilder().file("b", "2"), Compression.GZIP),
            TestLayer.of(new TarBuilder().file("c", "3"), Compression.ZSTD_STORED_FRAMES));
    var builder = new ImageBuilder();
    layers.forEach(builder::layer);
    String reference = test.pushAndPull("app:1", builder.build());

    var found = test.cache().inspect(reference).layers();

    for (int position = 0; position < layers.size(); position++) {
      var layer = layers.get(position);
      var file = test.home().resolve("layers/" + layer.diffId().replace(':', '_') + ".erofs");
      assertThat(found.get(position))
          .isEqualTo(
              new ImageLayer(
                  position,
                  DiffId.parse(layer.diffId()),
                  Digest.parse(layer.blobDigest()),
                  layer.mediaType(ManifestFormat.OCI),
                  layer.compressedSizeBytes(),
                  Files.size(file)));
    }
    assertThat(found).hasSize(3);
  }

  @Test
  void handle_pulledImage_saysWhatIsKnown() {
    var image = TestCache.image("a", "b");
    Instant pulledAt = test.now();
    String reference = test.pushAndPull("app:1", image);
    test.advance(Duration.ofMinutes(5));
    test.cache().pull(reference);

    var handle = test.cache().get(reference);

    assertThat(handle.reference()).isEqualTo(reference);
    assertThat(handle.manifestDigest()).contains(Digest.parse(image.digest()));
    assertThat(handle.architecture()).contains("amd64");
    assertThat(handle.os()).contains("linux");
    assertThat(handle.variant()).isEmpty();
    assertThat(handle.layerCount()).isEqualTo(2);
    assertThat(handle.sizeBytes())
        .hasValue(image.layers().stream().mapToLong(TestLayer::compressedSizeBytes).sum());
    assertThat(handle.createdAt()).contains(pulledAt);
    assertThat(handle.lastUsedAt()).contains(test.now());
    assertThat(handle.isDangling()).isFalse();
    assertThat(handle).hasToString(reference + " (" + image.digest() + ")");
  }

  @Test
  void handle_imageWithoutPlatform_leavesItEmpty() {
    var image =
        new ImageBuilder()
            .layer(TestCache.layer("a"))
            .configDocument("os", "")
            .configDocument("architecture", "")
            .build();

    var handle = test.cache().get(test.pushAndPull("app:1", image));

    assertThat(handle.architecture()).isEmpty();
    assertThat(handle.os()).isEmpty();
    assertThat(handle.variant()).isEmpty();
  }

  @Test
  void detail_accessors_areTheHandles() {
    String reference = test.pushAndPull("app:1", variantImage());

    var detail = test.cache().inspect(reference);
    var handle = test.cache().get(reference);

    assertThat(detail.handle()).isEqualTo(handle);
    assertThat(handle.inspect()).isEqualTo(detail);
    assertThat(detail.reference()).isEqualTo(handle.reference());
    assertThat(detail.manifestDigest()).isEqualTo(handle.manifestDigest());
    assertThat(detail.architecture()).isEqualTo(handle.architecture());
    assertThat(detail.os()).isEqualTo(handle.os());
    assertThat(detail.variant()).isEqualTo(handle.variant()).contains("v1");
    assertThat(detail.layerCount()).isEqualTo(handle.layerCount());
    assertThat(detail.sizeBytes()).isEqualTo(handle.sizeBytes());
    assertThat(detail.createdAt()).isEqualTo(handle.createdAt());
    assertThat(detail.lastUsedAt()).isEqualTo(handle.lastUsedAt());
    assertThat(detail.remove().manifestsRemoved()).isOne();
  }

  private static TestImage variantImage() {
    return new ImageBuilder().layer(TestCache.layer("a")).platform("linux", "amd64", "v1").build();
  }

  @Test
  void lookUps_anyNumber_doNotCountAsUse() {
    String reference = test.pushAndPull("app:1", TestCache.image("a"));
    Instant used = test.now();
    test.advance(Duration.ofDays(1));

    test.cache().get(reference);
    test.cache().inspect(reference);
    test.cache().list();
    test.cache().history(reference);

    assertThat(test.cache().get(reference).lastUsedAt()).contains(used);
  }

  @Test
  void history_stepsWithAndWithoutLayers_eachHasItsOwn() {
    var image =
        new ImageBuilder()
            .layer(TestCache.layer("a"))
            .layer(TestCache.layer("b"))
            .configDocument(
                "history",
                List.of(
                    Map.of("created_by", "ADD a /", "created", "2026-01-02T03:04:05Z"),
                    Map.of("created_by", "ENV A=b", "empty_layer", true),
                    Map.of("created_by", "RUN b", "comment", "by hand")))
            .build();
    String reference = test.pushAndPull("app:1", image);
    var layers = test.cache().inspect(reference).layers();

    var history = test.cache().history(reference);

    assertThat(history)
        .extracting(ImageHistoryEntry::createdBy)
        .containsExactly("ADD a /", "ENV A=b", "RUN b");
    assertThat(history)
        .extracting(ImageHistoryEntry::layer)
        .containsExactly(
            Optional.of(layers.getFirst()), Optional.empty(), Optional.of(layers.getLast()));
    assertThat(history.getFirst().created()).contains(Instant.parse("2026-01-02T03:04:05Z"));
    assertThat(history.getLast().created()).isEmpty();
    assertThat(history.getLast().comment()).isEqualTo("by hand");
  }

  @Test
  void history_moreStepsThanLayers_isNoFailure() {
    var image =
        new ImageBuilder().layer(TestCache.layer("a")).history("one").history("two").build();
    String reference = test.pushAndPull("app:1", image);

    assertThat(test.cache().history(reference))
        .extracting(step -> step.layer().isPresent())
        .containsExactly(true, false);
  }
}
