// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TestIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ImageIndexTest {
  private static final DocumentLimits LIMITS = DocumentLimits.DEFAULT;
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  @ParameterizedTest
  @EnumSource(ManifestFormat.class)
  void parse_builtIndex_hasItsEntries(ManifestFormat format) throws IOException {
    var amd64 = new ImageBuilder().format(format).build();
    var arm = new ImageBuilder().format(format).platform("linux", "arm", "v7").build();

    var index = ImageIndex.parse(TestIndex.of(amd64, arm).document().bytes(), LIMITS);

    assertThat(index.mediaType()).isEqualTo(format.indexType());
    assertThat(index.entries())
        .extracting(ImageIndex.Entry::platform)
        .containsExactly(Platform.of("linux", "amd64", ""), Platform.of("linux", "arm", "v7"));
    assertThat(PlatformChooser.choose(index, Platform.parse("linux/arm/v8")).digest())
        .hasToString(arm.digest());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          {}                                       | ''           | "manifests" is missing
          {"manifests": {}}                        | /manifests   | wanted an array
          {"manifests": [{}]}                      | /manifests/0 | "mediaType" is missing
          {"manifests": [], "layers": []}          | /layers      | it is a manifest
          {"manifests": [{"platform": {"os": 1}}]} | /manifests/0/platform/os | wanted a string
          {"manifests": [], "mediaType": "application/vnd.oci.image.manifest.v1+json"} | /mediaType | it is a manifest
          """)
  void parse_malformed_saysWhereAndWhat(String json, String pointer, String problem) {
    assertThatThrownBy(() -> ImageIndex.parse(json.getBytes(StandardCharsets.UTF_8), LIMITS))
        .isInstanceOfSatisfying(
            MalformedDocumentException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
        .hasMessageContaining(problem);
  }

  @Test
  void choose_attestationsAndArtifacts_arePassedOver() throws IOException {
    var image = entry(4, "linux/amd64");
    var index =
        index(
            new ImageIndex.Entry(
                descriptor(1, Map.of()), Platform.of("unknown", "unknown", ""), ""),
            new ImageIndex.Entry(
                descriptor(2, Map.of("vnd.docker.reference.type", "attestation-manifest")),
                AMD64,
                ""),
            new ImageIndex.Entry(descriptor(3, Map.of()), AMD64, "application/vnd.example"),
            image);

    assertThat(PlatformChooser.choose(index, AMD64)).isEqualTo(image.descriptor());
    assertThat(PlatformChooser.platforms(index)).containsExactly(AMD64);
  }

  @Test
  void choose_severalFit_takesTheBest() throws IOException {
    var index =
        index(
            entry(1, "linux/386"),
            entry(2, "linux/amd64"),
            entry(3, "linux/amd64/v3"),
            entry(4, "linux/amd64/v2"));

    assertThat(chosen(index, "linux/amd64")).isEqualTo(2);
    assertThat(chosen(index, "linux/amd64/v2")).isEqualTo(4);
    assertThat(chosen(index, "linux/amd64/v4")).isEqualTo(3);
    assertThat(chosen(index, "linux/386")).isEqualTo(1);
  }

  @Test
  void choose_sameFit_takesTheFirst() throws IOException {
    assertThat(chosen(index(entry(1, "linux/amd64"), entry(2, "linux/amd64")), "linux/amd64"))
        .isEqualTo(1);
  }

  @Test
  void choose_featuresOffered_areTakenWhereTheMachineHasThem() throws IOException {
    var erofs = new Platform("linux", "amd64", "", "", List.of("erofs"));
    var index =
        index(entry(1, "linux/amd64"), new ImageIndex.Entry(descriptor(2, Map.of()), erofs, ""));

    assertThat(chosen(index, "linux/amd64")).isEqualTo(1);
    assertThat(PlatformChooser.choose(index, erofs).sizeBytes()).isEqualTo(2);
  }

  @Test
  void choose_nothingFits_namesWhatThereIs() {
    var index = index(entry(1, "linux/arm64"), entry(2, "windows/amd64"));

    assertThatThrownBy(() -> PlatformChooser.choose(index, AMD64))
        .isInstanceOfSatisfying(
            NoMatchingPlatformException.class,
            e -> {
              assertThat(e.wanted()).isEqualTo(AMD64);
              assertThat(e.available()).hasSize(2);
            })
        .hasMessage("no image for linux/amd64; there is linux/arm64, windows/amd64");
    assertThatThrownBy(() -> PlatformChooser.choose(index(), AMD64))
        .hasMessage("no image for linux/amd64: there is none for any platform");
  }

  @Test
  void candidates_withoutPlatform_comeLast() {
    var unspecified = new ImageIndex.Entry(descriptor(1, Map.of()), Platform.UNSPECIFIED, "");
    var fitting = entry(2, "linux/amd64");
    var other = entry(3, "linux/arm64");

    assertThat(PlatformChooser.candidates(index(unspecified, other, fitting), AMD64))
        .containsExactly(fitting, unspecified);
  }

  private static long chosen(ImageIndex index, String platform) throws IOException {
    return PlatformChooser.choose(index, Platform.parse(platform)).sizeBytes();
  }

  private static ImageIndex index(ImageIndex.Entry... entries) {
    return new ImageIndex("", List.of(entries), Map.of());
  }

  private static ImageIndex.Entry entry(int number, String platform) {
    return new ImageIndex.Entry(descriptor(number, Map.of()), Platform.parse(platform), "");
  }

  /** The number is the size, to tell descriptors apart. */
  private static Descriptor descriptor(int number, Map<String, String> annotations) {
    var digest = Digest.parse("sha256:" + Integer.toString(number).repeat(64));
    return new Descriptor(MediaTypes.OCI_MANIFEST, digest, number, annotations, List.of());
  }
}
