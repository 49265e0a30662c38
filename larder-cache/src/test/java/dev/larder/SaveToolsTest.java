// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.BootDisk;
import dev.larder.model.LoadOptions;
import dev.larder.model.SaveOptions;
import dev.larder.model.SaveOptions.Format;
import dev.larder.model.SaveOptions.Layers;
import dev.larder.model.SaveReport;
import dev.larder.oci.Digest;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.oracle.DockerRegistry;
import dev.larder.testkit.oracle.Msb;
import dev.larder.testkit.oracle.Skopeo;
import dev.larder.testkit.oracle.Tool;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What other people's tools make of saved images. */
final class SaveToolsTest extends CacheTest {
  private static final String A = "docker.io/library/a:1";
  private static final String B = "docker.io/library/b:2";

  private final TestImage image = TestCache.image("shared", "a");
  private Path archive = Path.of("");

  @BeforeEach
  void pull() {
    archive = directory.resolve("archive.tar");
    test.cache().tag(test.pushAndPull("a:1", image), A);
    test.cache().tag(test.pushAndPull("b:1", TestCache.image("shared", "b")), B);
  }

  @ParameterizedTest
  @EnumSource
  void registry_ofASavedImage_givesTheSameLayers(Layers layers) throws IOException {
    var report = save(SaveOptions.defaults().withLayers(layers));
    String digest = report.images().getFirst().savedDigest().toString();

    try (var registry = DockerRegistry.in(directory.resolve("registry")).start();
        var again = new TestCache(directory.resolve("again"))) {
      String target = registry.address() + "/copy:1";
      Skopeo.copy("oci-archive:" + archive + ":" + A, "docker://" + target, "--preserve-digests");
      var pulled = again.cache().pull(registry.address() + "/copy@" + digest);

      assertThat(pulled.manifestDigest().orElseThrow()).hasToString(digest);
      requireSameLayers(again.cache(), pulled.reference());
    }
  }

  @Test
  void skopeo_dockerArchive_hasTheConfig() throws IOException {
    save(SaveOptions.defaults().withFormat(Format.DOCKER));
    Path layout = directory.resolve("layout");

    Skopeo.copy("docker-archive:" + archive + ":" + B, "oci:" + layout + ":b");

    var config =
        Tool.require("skopeo")
            .run("inspect", "--config", "--raw", "docker-archive:" + archive + ":" + B);
    assertThat(Tool.require("tar").run("-tf", archive.toString()).text())
        .contains(Digest.sha256(config.output()).hex() + ".json");
    try (var again = new TestCache(directory.resolve("again"))) {
      var loaded = again.cache().load(layout, LoadOptions.defaults());
      assertThat(loaded.getFirst().layerCount()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @EnumSource
  void msb_archive_isLoaded(Format format) throws IOException {
    Path program = Msb.require();
    save(SaveOptions.defaults().withFormat(format));

    var msb = Tool.require("env").withEnvironment("MSB_HOME", directory.resolve("msb").toString());
    msb.run(program.toString(), "load", "-q", "-i", archive.toString());

    assertThat(msb.run(program.toString(), "image", "ls").text()).contains(A).contains(B);
  }

  private SaveReport save(SaveOptions options) {
    return test.cache().save(archive, List.of(A, B), options);
  }

  private void requireSameLayers(ImageCache again, String reference) {
    List<Path> before = layers(test.cache(), A);
    List<Path> after = layers(again, reference);
    assertThat(after).hasSameSizeAs(before);
    for (int i = 0; i < before.size(); i++) {
      assertThat(after.get(i)).hasSameBinaryContentAs(before.get(i));
    }
  }

  private static List<Path> layers(ImageCache cache, String name) {
    try (var lease = cache.lease(name)) {
      return lease.disk().extents().stream().skip(1).map(BootDisk.Extent::file).toList();
    }
  }
}
