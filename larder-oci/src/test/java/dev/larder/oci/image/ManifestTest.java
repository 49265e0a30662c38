// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestIndex;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ManifestTest {
  private static final DocumentLimits LIMITS = DocumentLimits.DEFAULT;
  private static final Digest A = Digest.parse("sha256:" + "a".repeat(64));
  private static final Digest B = Digest.parse("sha512:" + "b".repeat(128));

  @ParameterizedTest
  @EnumSource(ManifestFormat.class)
  void parse_builtManifest_hasItsParts(ManifestFormat format) throws IOException {
    var image =
        new ImageBuilder()
            .format(format)
            .layer(new TarBuilder().file("a", "1"))
            .layer(new TarBuilder().file("b", "2"))
            .annotation("key", "value")
            .build();

    var manifest = Manifest.parse(image.document().bytes(), LIMITS);

    assertThat(manifest.mediaType()).isEqualTo(image.mediaType());
    assertThat(manifest.config().digest()).hasToString(image.config().digest());
    assertThat(manifest.config().sizeBytes()).isEqualTo(image.config().sizeBytes());
    assertThat(manifest.layers())
        .extracting(layer -> layer.digest().toString())
        .containsExactlyElementsOf(
            image.layers().stream().map(layer -> layer.blobDigest()).toList());
    assertThat(manifest.annotations()).isEqualTo(Map.of("key", "value"));
    manifest.requireImage();
    assertThat(ImageDocument.parse(image.mediaType(), image.document().bytes(), LIMITS))
        .isEqualTo(manifest);
  }

  @Test
  void parse_unknownFieldsAndNulls_areAsIfMissing() throws IOException {
    var manifest =
        manifest(
            """
            {"schemaVersion": 2, "novelty": [{"a": [1, 2.5, null, true]}], "annotations": null,
             "subject": {"mediaType": "x", "digest": "?", "size": "no"},
             "config": {"mediaType": "application/vnd.oci.image.config.v1+json", "size": 2,
                        "digest": "%s", "data": "e30=", "urls": null},
             "layers": [{"mediaType": "m", "digest": "%s", "size": 9223372036854775807,
                         "urls": ["http://a/b"], "annotations": {"k": "v", "n": null}}]}
            """
                .formatted(A, B));

    assertThat(manifest.config()).isEqualTo(Descriptor.of(MediaTypes.OCI_CONFIG, A, 2));
    assertThat(manifest.layers())
        .containsExactly(
            new Descriptor("m", B, Long.MAX_VALUE, Map.of("k", "v"), List.of("http://a/b")));
  }

  @Test
  void parse_fieldTwice_lastCounts() throws IOException {
    var manifest =
        manifest(
            """
            {"artifactType": "one", "artifactType": "two",
             "config": {"mediaType": "m", "digest": "%s", "size": 1, "size": 2}, "layers": []}
            """
                .formatted(A));

    assertThat(manifest.artifactType()).isEqualTo("two");
    assertThat(manifest.config().sizeBytes()).isEqualTo(2);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ''                                      | ''                   | it ends too early
          []                                      | ''                   | wanted an object, got an array
          'null'                                  | ''                   | wanted an object, got null
          {"config": C                            | /config              | end-of-input
          {"config": C, "layers": []} x           | ''                   | Unrecognized token
          {"config": C, "layers": []} {}          | ''                   | behind the document's end
          {"layers": []}                          | ''                   | "config" is missing
          {"config": C}                           | ''                   | "layers" is missing
          {"config": C, "layers": null}           | ''                   | "layers" is missing
          {"config": [], "layers": []}            | /config              | wanted an object, got an array
          {"config": C, "layers": {}}             | /layers              | wanted an array, got an object
          {"config": C, "layers": [C, 1]}         | /layers/1            | wanted an object, got a number
          {"config": C, "layers": [null]}         | /layers/0            | wanted an object, got null
          {"config": C, "layers": [], "mediaType": 1} | /mediaType       | wanted a string, got a number
          {"config": C, "layers": [], "annotations": {"a": 1}} | /annotations/a | wanted a string, got a number
          {"schemaVersion": 1, "config": C, "layers": []} | /schemaVersion | is 1, not 2
          {"schemaVersion": "2", "config": C, "layers": []} | /schemaVersion | wanted an integer, got a string
          {"schemaVersion": 2.0, "config": C, "layers": []} | /schemaVersion | wanted an integer, got a number
          {"manifests": [], "config": C, "layers": []} | /manifests      | it is an index
          {"mediaType": "application/vnd.oci.image.index.v1+json", "config": C, "layers": []} | /mediaType | it is an index
          {"config": {"digest": D, "size": 1}, "layers": []} | /config  | "mediaType" is missing
          {"config": {"mediaType": "m", "size": 1}, "layers": []} | /config | "digest" is missing
          {"config": {"mediaType": "m", "digest": D}, "layers": []} | /config | "size" is missing
          {"config": {"mediaType": "m", "digest": D, "size": -1}, "layers": []} | /config/size | negative
          {"config": {"mediaType": "m", "digest": D, "size": 9223372036854775808}, "layers": []} | /config/size | out of range
          {"config": {"mediaType": "m", "digest": D, "size": 1e3}, "layers": []} | /config/size | wanted an integer
          {"config": {"mediaType": "m", "digest": "md5:00", "size": 1}, "layers": []} | /config/digest | not a sha256 or sha512 digest
          {"config": {"mediaType": "m", "digest": "sha256:00", "size": 1}, "layers": []} | /config/digest | 64 lower-case hex
          """)
  void parse_malformed_saysWhereAndWhat(String json, String pointer, String problem) {
    String text =
        json.replace("C", "{\"mediaType\": \"m\", \"digest\": D, \"size\": 1}")
            .replace("D", "\"" + A + "\"");

    assertThatThrownBy(() -> manifest(text))
        .isInstanceOfSatisfying(
            MalformedDocumentException.class, e -> assertThat(e.pointer()).isEqualTo(pointer))
        .hasMessageContaining(problem)
        .hasMessageStartingWith("malformed manifest");
  }

  @Test
  void parse_invalidUtf8_isMalformed() {
    byte[] bytes = "{\"mediaType\":\"\u00e9\"}".getBytes(StandardCharsets.ISO_8859_1);

    assertThatThrownBy(() -> Manifest.parse(bytes, LIMITS))
        .isInstanceOf(MalformedDocumentException.class);
  }

  @Test
  void parse_size_isLimited() throws IOException {
    byte[] bytes = new ImageBuilder().build().document().bytes();
    var just = new DocumentLimits(bytes.length, 1, 64);
    var under = new DocumentLimits(bytes.length - 1, 1, 64);

    assertThat(Manifest.parse(bytes, just).layers()).isEmpty();
    assertThatThrownBy(() -> Manifest.parse(bytes, under))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("more than the limit of " + (bytes.length - 1));
  }

  @Test
  void parse_depth_isLimited() throws IOException {
    assertThat(manifest(nested(63)).layers()).isEmpty();
    assertThatThrownBy(() -> manifest(nested(64)))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("depth");
    assertThatThrownBy(() -> manifest(nested(1_000_000)))
        .isInstanceOf(MalformedDocumentException.class);
  }

  @Test
  void requireImage_artifact_isRefusedByType() throws IOException {
    var chart =
        manifest(
            """
            {"config": {"mediaType": "application/vnd.cncf.helm.config.v1+json", "size": 1,
              "digest": "%s"}, "layers": []}
            """
                .formatted(A));
    var artifact =
        manifest(
            """
            {"artifactType": "application/vnd.example.sbom", "config": {"mediaType":
              "application/vnd.oci.empty.v1+json", "size": 2, "digest": "%s"}, "layers": []}
            """
                .formatted(A));

    assertThatThrownBy(chart::requireImage)
        .isInstanceOfSatisfying(
            NotAnImageException.class,
            e -> assertThat(e.type()).isEqualTo("application/vnd.cncf.helm.config.v1+json"));
    assertThatThrownBy(artifact::requireImage)
        .isInstanceOfSatisfying(
            NotAnImageException.class,
            e -> assertThat(e.type()).isEqualTo("application/vnd.example.sbom"));
  }

  @Test
  void requireImage_encryptedLayerOrAttestation_isRefused() throws IOException {
    for (String layer :
        List.of(
            "application/vnd.oci.image.layer.v1.tar+gzip+encrypted",
            "application/vnd.in-toto+json")) {
      var manifest =
          new Manifest(
              "",
              "",
              Descriptor.of(MediaTypes.OCI_CONFIG, A, 1),
              List.of(Descriptor.of(layer, B, 1)),
              Map.of());

      assertThatThrownBy(manifest::requireImage)
          .isInstanceOfSatisfying(
              NotAnImageException.class, e -> assertThat(e.type()).isEqualTo(layer));
    }
  }

  @Test
  void documentParse_disagreeingTypes_areRefused() throws IOException {
    var image = new ImageBuilder().build();
    var index = TestIndex.of(image);

    assertThat(ImageDocument.parse("", index.document().bytes(), LIMITS))
        .isInstanceOf(ImageIndex.class);
    assertThat(
            ImageDocument.parse(
                MediaTypes.OCI_INDEX + "; charset=utf-8", index.document().bytes(), LIMITS))
        .isInstanceOf(ImageIndex.class);
    assertThatThrownBy(
            () -> ImageDocument.parse(MediaTypes.OCI_MANIFEST, index.document().bytes(), LIMITS))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("the media type it came with");
    assertThatThrownBy(
            () -> ImageDocument.parse(MediaTypes.DOCKER_LIST, image.document().bytes(), LIMITS))
        .isInstanceOf(MalformedDocumentException.class);
  }

  @Test
  void documentParse_bothShapes_isRefused() {
    byte[] bytes = "{\"manifests\": [], \"layers\": []}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(() -> ImageDocument.parse("", bytes, LIMITS))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("fields of a manifest and those of an index");
  }

  @Test
  void documentParse_dockerSchema1_isNotAnImageForUs() {
    byte[] bytes = "{\"schemaVersion\": 1, \"fsLayers\": []}".getBytes(StandardCharsets.UTF_8);

    assertThatThrownBy(
            () ->
                ImageDocument.parse(
                    "application/vnd.docker.distribution.manifest.v1+prettyjws", bytes, LIMITS))
        .isInstanceOf(NotAnImageException.class)
        .hasMessageContaining("schema 1");
  }

  @Test
  void mediaTypes_predicates_knowTheFamilies() {
    assertThat(
            Arrays.asList(
                MediaTypes.OCI_LAYER,
                MediaTypes.OCI_LAYER_GZIP,
                MediaTypes.OCI_LAYER_ZSTD,
                MediaTypes.OCI_LAYER_GZIP + "+encrypted",
                MediaTypes.OCI_NONDISTRIBUTABLE_LAYER + "+gzip",
                MediaTypes.DOCKER_LAYER,
                MediaTypes.DOCKER_LAYER_GZIP,
                MediaTypes.DOCKER_LAYER_ZSTD,
                MediaTypes.DOCKER_FOREIGN_LAYER + ".gzip"))
        .allMatch(MediaTypes::isLayer);
    assertThat(List.of(MediaTypes.OCI_CONFIG, MediaTypes.IN_TOTO, "", MediaTypes.OCI_LAYER + "x"))
        .noneMatch(MediaTypes::isLayer);
    assertThat(MediaTypes.isNondistributable(MediaTypes.OCI_NONDISTRIBUTABLE_LAYER)).isTrue();
    assertThat(MediaTypes.isNondistributable(MediaTypes.DOCKER_FOREIGN_LAYER + ".gzip")).isTrue();
    assertThat(MediaTypes.isNondistributable(MediaTypes.DOCKER_LAYER_GZIP)).isFalse();
    assertThat(MediaTypes.isManifest("Application/VND.oci.image.manifest.v1+json ;x=y")).isTrue();
  }

  private static Manifest manifest(String json) throws IOException {
    return Manifest.parse(json.getBytes(StandardCharsets.UTF_8), LIMITS);
  }

  private static String nested(int depth) {
    return "{\"config\": {\"mediaType\": \"m\", \"digest\": \""
        + A
        + "\", \"size\": 1}, \"layers\": [], \"x\": "
        + "[".repeat(depth)
        + "]".repeat(depth)
        + "}";
  }
}
