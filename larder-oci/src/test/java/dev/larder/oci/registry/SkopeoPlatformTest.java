// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.ImageResolver;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.oracle.Tool;
import dev.larder.testkit.oracle.ToolFailedException;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of an index, skopeo takes the same manifest for the same platform. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SkopeoPlatformTest {
  private static final ImageResolver RESOLVER = new ImageResolver(DocumentLimits.DEFAULT);

  private static final String AMD64 = "linux/amd64";

  @TempDir private Path directory;

  @ParameterizedTest
  @CsvSource({
    "linux/amd64 linux/arm64,                         linux/amd64",
    "linux/amd64 linux/arm64,                         linux/arm64",
    "linux/arm64/v8 linux/amd64,                      linux/arm64",
    "linux/arm64 linux/amd64,                         linux/arm64/v8",
    "linux/arm/v5 linux/arm/v6 linux/arm/v7,          linux/arm/v7",
    "linux/arm/v5 linux/arm/v6 linux/arm/v7,          linux/arm/v6",
    "linux/arm/v5 linux/arm/v6,                       linux/arm/v7",
    "linux/arm/v7 linux/arm/v6 linux/arm/v5,          linux/arm/v5",
    "linux/386 linux/amd64 linux/ppc64le linux/s390x, linux/s390x",
    "windows/amd64 linux/amd64,                       linux/amd64",
    "linux/amd64/v3 linux/amd64,                      linux/amd64"
  })
  void resolve_index_isWhatSkopeoTakes(String offered, String wanted) throws IOException {
    for (ManifestFormat format : ManifestFormat.values()) {
      try (var registry = TestRegistry.start();
          var client = RegistryClient.open(RegistryOptions.DEFAULT)) {
        BuiltImages.put(registry, "app", "1", index(format, offered));
        var reference = Reference.parse(registry.reference("app:1"));

        var resolved = RESOLVER.resolve(client.repository(reference), Platform.parse(wanted));

        assertThat(resolved.manifestDocument().digest())
            .isEqualTo(ofSkopeo(reference, wanted, directory.resolve(format.name())));
      }
    }
  }

  @Test
  void resolve_attestations_arePassedOverAsBySkopeo() throws IOException {
    try (var served = Served.openly()) {
      String attestation = entry(served, image(ManifestFormat.OCI, "unknown/unknown"), "unknown");
      String amd64 = entry(served, image(ManifestFormat.OCI, "linux/amd64"), "amd64");
      var reference = put(served, index(attestation, amd64));

      assertThat(resolve(served, reference)).isEqualTo(ofSkopeo(reference, AMD64, directory));
    }
  }

  @Test
  void resolve_entryWithoutPlatform_isWhatSkopeoTakes() throws IOException {
    try (var served = Served.openly()) {
      String arm64 = entry(served, image(ManifestFormat.OCI, "linux/arm64"), "arm64");
      String unsaid = entry(served, image(ManifestFormat.OCI, AMD64), "");
      var reference = put(served, index(arm64, unsaid));

      assertThat(resolve(served, reference)).isEqualTo(ofSkopeo(reference, AMD64, directory));
    }
  }

  /** skopeo takes the first that does not say its platform; its config says that it is another. */
  @Test
  void resolve_entriesWithoutPlatform_areJudgedByTheirConfigsUnlikeBySkopeo() throws IOException {
    try (var served = Served.openly()) {
      var other = image(ManifestFormat.OCI, "linux/s390x");
      var wanted = image(ManifestFormat.OCI, AMD64);
      var reference = put(served, index(entry(served, other, ""), entry(served, wanted, "")));

      assertThat(resolve(served, reference)).hasToString(wanted.digest());
      assertThat(ofSkopeo(reference, AMD64, directory)).hasToString(other.digest());
    }
  }

  /** skopeo looks for a manifest where the nested index is, and fails. */
  @Test
  void resolve_nestedIndex_isFollowedUnlikeBySkopeo() throws IOException {
    try (var served = Served.openly()) {
      var wanted = image(ManifestFormat.OCI, AMD64);
      String nested = index(entry(served, wanted, "amd64"));
      byte[] bytes = nested.getBytes(StandardCharsets.UTF_8);
      String digest = served.registry.putManifest("app", MediaTypes.OCI_INDEX, bytes);
      var reference =
          put(served, index(descriptor(MediaTypes.OCI_INDEX, digest, bytes.length, "amd64")));

      assertThat(resolve(served, reference)).hasToString(wanted.digest());
      assertThatThrownBy(() -> ofSkopeo(reference, AMD64, directory))
          .isInstanceOf(ToolFailedException.class);
    }
  }

  private static Digest resolve(Served served, Reference reference) throws IOException {
    return RESOLVER
        .resolve(served.client.repository(reference), Platform.parse(AMD64))
        .manifestDocument()
        .digest();
  }

  private static Reference put(Served served, String index) {
    byte[] bytes = index.getBytes(StandardCharsets.UTF_8);
    served.registry.tag(
        "app", "index", served.registry.putManifest("app", MediaTypes.OCI_INDEX, bytes));
    return served.reference("app:index");
  }

  private static String index(String... entries) {
    return "{\"schemaVersion\":2,\"mediaType\":\"%s\",\"manifests\":[%s]}"
        .formatted(MediaTypes.OCI_INDEX, String.join(",", entries));
  }

  /** Puts an image, and describes it as one for Linux, for nobody knows whom, or not at all. */
  private static String entry(Served served, TestImage image, String architecture) {
    BuiltImages.put(served.registry, "app", "entry", image);
    return descriptor(
        image.mediaType(), image.digest(), image.document().sizeBytes(), architecture);
  }

  private static String descriptor(
      String mediaType, String digest, long sizeBytes, String architecture) {
    String platform =
        switch (architecture) {
          case "" -> "";
          case "unknown" ->
              ",\"platform\":{\"os\":\"unknown\",\"architecture\":\"unknown\"},\"annotations\":"
                  + "{\"vnd.docker.reference.type\":\"attestation-manifest\"}";
          default -> ",\"platform\":{\"os\":\"linux\",\"architecture\":\"" + architecture + "\"}";
        };
    return "{\"mediaType\":\"%s\",\"digest\":\"%s\",\"size\":%d%s}"
        .formatted(mediaType, digest, sizeBytes, platform);
  }

  private static TestIndex index(ManifestFormat format, String platforms) {
    return TestIndex.of(
        Arrays.stream(platforms.split(" ", -1))
            .map(platform -> image(format, platform))
            .toArray(TestImage[]::new));
  }

  private static TestImage image(ManifestFormat format, String platform) {
    String[] parts = (platform + "/").split("/", -1);
    return new ImageBuilder()
        .format(format)
        .platform(parts[0], parts[1], parts[2])
        .layer(new TarBuilder().file("for", platform))
        .build();
  }

  private static Digest ofSkopeo(Reference reference, String platform, Path target)
      throws IOException {
    String[] parts = platform.split("/", -1);
    var arguments =
        new ArrayList<>(
            List.of("--insecure-policy", "--override-os", parts[0], "--override-arch", parts[1]));
    if (parts.length == 3) {
      arguments.addAll(List.of("--override-variant", parts[2]));
    }
    arguments.addAll(
        List.of("copy", "-q", "--src-tls-verify=false", "docker://" + reference, "dir:" + target));
    Tool.require("skopeo").run(new byte[0], arguments);
    return Digest.sha256(Files.readAllBytes(target.resolve("manifest.json")));
  }
}
