// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.junit.jupiter.api.Test;

/** What is not said of blobs stays byte by byte. */
final class DocumentEditsTest {
  private static final DiffId OLD = new DiffId(digest("old"));
  private static final DiffId NEW = new DiffId(digest("new"));
  private static final DiffId OTHER = new DiffId(digest("other"));

  private static final String CONFIG =
      """
      { "rootfs" : {"type":"layers", "diff_ids":
          [ "%s", "%s" ] , "more": [1.50, {"diff_ids": []}]},
        "architecture":"amd64","os":"linux","ünknown\\u00e9":{"rootfs":{"diff_ids":["x"]}} }
      """;

  private static final String MANIFEST =
      """
      {"annotations":{"b":"ä","a":"[{"},"schemaVersion":2,
       "layers":%s ,"config": %s, "x.unknown":1e3}
      """;

  private static Digest digest(String text) {
    return Digest.sha256(text.getBytes(StandardCharsets.UTF_8));
  }

  @Test
  void withDiffIds_others_keepsEveryOtherByte() throws Exception {
    byte[] edited =
        DocumentEdits.withDiffIds(utf8(CONFIG.formatted(OLD, OLD)), List.of(NEW, OTHER));

    String expected =
        CONFIG.replaceFirst("\\[ \"%s\", \"%s\" \\]", "[\"" + NEW + "\",\"" + OTHER + "\"]");
    assertThat(text(edited)).isEqualTo(expected);
  }

  @Test
  void withDiffIds_sameOnes_keepsTheBytes() throws Exception {
    byte[] config = utf8(CONFIG.formatted(OLD, NEW));

    assertThat(DocumentEdits.withDiffIds(config, List.of(OLD, NEW))).isEqualTo(config);
  }

  @Test
  void withDiffIds_noLayers_keepsNull() throws Exception {
    byte[] config = utf8("{\"rootfs\":{\"type\":\"layers\",\"diff_ids\":null}}");

    assertThat(DocumentEdits.withDiffIds(config, List.of())).isEqualTo(config);
  }

  /** The last one counts where the document is read, so none may say anything else. */
  @Test
  void withDiffIds_givenTwice_replacesBoth() throws Exception {
    String once = "\"rootfs\":{\"diff_ids\":[\"" + OLD + "\"]}";

    byte[] edited = DocumentEdits.withDiffIds(utf8("{" + once + "," + once + "}"), List.of(NEW));

    assertThat(text(edited)).doesNotContain(OLD.toString());
    assertThat(ConfigFile.parse(edited, DocumentLimits.DEFAULT).diffIds()).containsExactly(NEW);
  }

  @Test
  void withDiffIds_byteOrderMark_isKept() throws Exception {
    byte[] edited =
        DocumentEdits.withDiffIds(utf8("\uFEFF" + CONFIG.formatted(OLD, OLD)), List.of(NEW, NEW));

    assertThat(text(edited)).startsWith("\uFEFF{ \"rootfs\"").contains("[\"" + NEW + "\",\"");
  }

  @Test
  void withDiffIds_utf16_isRefused() {
    byte[] config = CONFIG.formatted(OLD, OLD).getBytes(Charset.forName("UTF-16BE"));

    assertThatThrownBy(() -> DocumentEdits.withDiffIds(config, List.of(NEW, NEW)))
        .isInstanceOf(MalformedDocumentException.class)
        .hasMessageContaining("UTF-8");
  }

  @Test
  void withBlobs_others_keepsEveryOtherByte() throws Exception {
    var config = Descriptor.of(MediaTypes.OCI_CONFIG, digest("config"), 7);
    var layer = Descriptor.of(MediaTypes.OCI_LAYER, NEW.digest(), 1L << 40);
    String before =
        """
        [{"mediaType":"%s","digest":"%s","size":3,"annotations":{"of":"the blob"}}]\
        """
            .formatted(MediaTypes.OCI_LAYER_GZIP, OLD);
    String oldConfig =
        "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":2,\"data\":\"e30=\"}"
            .formatted(MediaTypes.OCI_CONFIG, OTHER);

    byte[] edited =
        DocumentEdits.withBlobs(
            utf8(MANIFEST.formatted(before, oldConfig)), config, List.of(layer));

    assertThat(text(edited))
        .isEqualTo(
            MANIFEST.formatted(
                "[{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d}]"
                    .formatted(layer.mediaType(), NEW, layer.sizeBytes()),
                "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":7}"
                    .formatted(MediaTypes.OCI_CONFIG, config.digest())));
    assertThat(DocumentEdits.withBlobs(edited, config, List.of(layer))).isEqualTo(edited);
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  private static String text(byte[] bytes) {
    return new String(bytes, StandardCharsets.UTF_8);
  }
}
