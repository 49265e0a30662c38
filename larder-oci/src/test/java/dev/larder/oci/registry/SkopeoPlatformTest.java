// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.image.DocumentLimits;
import dev.larder.oci.image.Platform;
import dev.larder.oci.source.ImageResolver;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.ManifestFormat;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestIndex;
import dev.larder.testkit.oracle.Tool;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Of an index, skopeo takes the same manifest for the same platform. */
@Timeout(value = 120, unit = TimeUnit.SECONDS)
final class SkopeoPlatformTest {
  private static final ImageResolver RESOLVER = new ImageResolver(DocumentLimits.DEFAULT);

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
