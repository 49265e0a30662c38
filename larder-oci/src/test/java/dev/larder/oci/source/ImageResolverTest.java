// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.MalformedDocumentException;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.image.NoMatchingPlatformException;
import dev.larder.oci.image.NotAnImageException;
import dev.larder.oci.image.Platform;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class ImageResolverTest {
  private static final Platform AMD64 = Platform.parse("linux/amd64");

  private final ImageResolver resolver = new ImageResolver(DocumentLimits.DEFAULT);
  private final InMemorySource source = new InMemorySource();

  @Test
  void resolve_manifestOfThePlatform_isTheImage() throws IOException {
    var image = image("amd64");
    source.root(source.add(image));

    var resolved = resolver.resolve(source, AMD64);

    assertThat(resolved.indexes()).isEmpty();
    assertThat(resolved.root()).isSameAs(resolved.manifestDocument());
    assertThat(resolved.manifestDocument().bytes()).isEqualTo(image.document().bytes());
    assertThat(resolved.configDocument().bytes()).isEqualTo(image.config().bytes());
    assertThat(resolved.config().diffIds()).hasSize(1);
  }

  @Test
  void resolve_manifestOfAnotherPlatform_isRefusedUnlessAskedFor() throws IOException {
    source.root(source.add(image("arm64")));

    assertThatThrownBy(() -> resolver.resolve(source, AMD64))
        .isInstanceOf(NoMatchingPlatformException.class)
        .hasMessage("no image for linux/amd64; there is linux/arm64");
    assertThat(resolver.resolve(source, Platform.parse("linux/arm64")).config().platform())
        .isEqualTo(Platform.parse("linux/arm64"));
  }

  @Test
  void resolve_index_choosesAndKeepsTheIndex() throws IOException {
    var amd64 = image("amd64");
    var index = TestIndex.of(image("arm64"), amd64);
    index.images().forEach(source::add);
    source.root(source.add(index.mediaType(), index.document().bytes()));

    var resolved = resolver.resolve(source, AMD64);

    assertThat(resolved.manifestDocument().digest()).hasToString(amd64.digest());
    assertThat(resolved.root().digest()).hasToString(index.digest());
    assertThat(resolved.indexes()).hasSize(1);
    assertThatThrownBy(() -> resolver.resolve(source, Platform.parse("linux/s390x")))
        .isInstanceOf(NoMatchingPlatformException.class)
        .hasMessage("no image for linux/s390x; there is linux/arm64, linux/amd64");
  }

  @Test
  void resolve_nestedIndex_isFollowedToItsLimit() throws IOException {
    var image = image("amd64");
    var inner = index(entry(source.add(image), "amd64"));
    Document outer = source.add(MediaTypes.OCI_INDEX, inner);
    for (int depth = 2; depth <= ImageResolver.MAX_INDEX_DEPTH; depth++) {
      outer = source.add(MediaTypes.OCI_INDEX, index(entry(outer, "")));
    }
    source.root(outer);

    assertThat(resolver.resolve(source, AMD64).indexes()).hasSize(ImageResolver.MAX_INDEX_DEPTH);

    source.root(source.add(MediaTypes.OCI_INDEX, index(entry(outer, ""))));
    assertThatThrownBy(() -> resolver.resolve(source, AMD64))
        .hasMessageContaining("nested deeper than 4");
  }

  @Test
  void resolve_entriesWithoutPlatform_areJudgedByTheirConfig() throws IOException {
    var amd64 = image("amd64");
    var chart =
        source.add(
            MediaTypes.OCI_MANIFEST,
            ("{\"config\":{\"mediaType\":\"application/vnd.cncf.helm.config.v1+json\",\"size\":1,"
                    + "\"digest\":\"sha256:"
                    + "0".repeat(64)
                    + "\"},\"layers\":[]}")
                .getBytes(StandardCharsets.UTF_8));
    source.root(
        source.add(
            MediaTypes.OCI_INDEX,
            index(
                entry(chart, ""),
                entry(source.add(image("arm64")), ""),
                entry(source.add(amd64), ""))));

    assertThat(resolver.resolve(source, AMD64).manifestDocument().digest())
        .hasToString(amd64.digest());
    assertThatThrownBy(() -> resolver.resolve(source, Platform.parse("linux/s390x")))
        .hasMessage("no image for linux/s390x; there is linux/arm64, linux/amd64");
  }

  @Test
  void resolve_tooManyDocuments_isRefused() throws IOException {
    var other = source.add(image("arm64"));
    String[] just = IntStream.range(0, 64).mapToObj(i -> entry(other, "")).toArray(String[]::new);
    String[] over = IntStream.range(0, 65).mapToObj(i -> entry(other, "")).toArray(String[]::new);

    source.root(source.add(MediaTypes.OCI_INDEX, index(just)));
    assertThatThrownBy(() -> resolver.resolve(source, AMD64))
        .isInstanceOf(NoMatchingPlatformException.class);
    source.root(source.add(MediaTypes.OCI_INDEX, index(over)));
    assertThatThrownBy(() -> resolver.resolve(source, AMD64))
        .hasMessageContaining("more than 64 documents");
  }

  @Test
  void resolve_configWithoutPlatform_isAccepted() throws IOException {
    source.root(
        source.add(
            new ImageBuilder()
                .configDocument("os", "")
                .configDocument("architecture", "")
                .build()));

    assertThat(resolver.resolve(source, AMD64).config().platform().isSpecified()).isFalse();
  }

  @Test
  void resolve_diffIdsAndLayersDiffer_isMalformed() throws IOException {
    source.root(
        source.add(
            new ImageBuilder()
                .layer(new TarBuilder().file("a", "1"))
                .configDocument("rootfs", Map.of("type", "layers", "diff_ids", List.of()))
                .build()));

    assertThatThrownBy(() -> resolver.resolve(source, AMD64))
        .isInstanceOf(MalformedDocumentException.class);
  }

  @Test
  void resolve_artifact_isNotAnImage() throws IOException {
    source.root(
        source.add(
            MediaTypes.OCI_MANIFEST,
            ("{\"artifactType\":\"application/vnd.example\",\"config\":{\"mediaType\":\""
                    + MediaTypes.OCI_EMPTY
                    + "\",\"size\":2,\"digest\":\"sha256:"
                    + "0".repeat(64)
                    + "\"},\"layers\":[]}")
                .getBytes(StandardCharsets.UTF_8)));

    assertThatThrownBy(() -> resolver.resolve(source, AMD64))
        .isInstanceOf(NotAnImageException.class)
        .hasMessageContaining("application/vnd.example");
  }

  private static TestImage image(String architecture) {
    return new ImageBuilder()
        .platform("linux", architecture, "")
        .layer(new TarBuilder().file("for", architecture))
        .build();
  }

  private static byte[] index(String... entries) {
    return ("{\"schemaVersion\":2,\"manifests\":[" + String.join(",", entries) + "]}")
        .getBytes(StandardCharsets.UTF_8);
  }

  private static String entry(Document document, String architecture) {
    String platform =
        architecture.isEmpty()
            ? ""
            : ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(document.mediaType(), document.digest(), document.sizeBytes(), platform);
  }

  /** A source on the heap. */
  private static final class InMemorySource implements ImageSource {
    private final Map<Digest, Document> documents = new HashMap<>();
    private Document root = Document.of("", new byte[0]);

    Document add(String mediaType, byte[] bytes) {
      var document = Document.of(mediaType, bytes);
      documents.put(document.digest(), document);
      return document;
    }

    Document add(TestImage image) {
      add(MediaTypes.OCI_CONFIG, image.config().bytes());
      return add(image.mediaType(), image.document().bytes());
    }

    void root(Document document) {
      root = document;
    }

    @Override
    public Document resolve() {
      return root;
    }

    @Override
    public Document fetch(Descriptor descriptor) throws IOException {
      var document = documents.get(descriptor.digest());
      if (document == null) {
        throw new FileNotFoundException(descriptor.toString());
      }
      return document;
    }

    @Override
    public InputStream openBlob(Descriptor descriptor) {
      throw new UnsupportedOperationException("resolving reads no layers");
    }

    @Override
    public void close() {}
  }
}
