// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.CacheStorageException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.model.ImageHandle;
import dev.larder.model.LoadOptions;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.TestImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A short name means its alias, whatever is done with it. */
final class AliasTest extends CacheTest {
  private final TestImage image = TestCache.image("a");
  private Path conf;
  private ImageCache cache;
  private String reference;

  @BeforeEach
  void open() throws IOException {
    reference = test.push("team/app:latest", image);
    conf = directory.resolve("registries.conf");
    Files.writeString(conf, "[aliases]\napp = '%s/team/app'\n".formatted(test.registry().host()));
    var options = test.options();
    cache =
        ImageCache.open(
            options.withRegistry(
                options.registry().withHosts(new HostsPaths(List.of(conf), List.of(), List.of()))));
  }

  @AfterEach
  void close() {
    cache.close();
  }

  @Test
  void everyCall_aliasMeansWhatItStandsFor() {
    assertThat(cache.pull("app").reference()).isEqualTo(reference);
    assertThat(cache.get("app:latest").reference()).isEqualTo(reference);
    assertThat(cache.inspect("app").handle().reference()).isEqualTo(reference);
    assertThat(cache.touch("app").reference()).isEqualTo(reference);
    try (var lease = cache.lease("app")) {
      assertThat(lease.image().reference()).isEqualTo(reference);
    }
    assertThat(cache.sandboxes().create("one", "app").sandbox().reference()).isEqualTo(reference);
    cache.sandboxes().remove("one");
    assertThat(cache.tag("app", "app:2").reference())
        .isEqualTo(test.registry().reference("team/app:2"));
    assertThat(cache.remove("app@" + image.digest()).untagged()).hasSize(2);
    assertThat(cache.list()).isEmpty();
  }

  @Test
  void load_tagThatIsAnAlias_isWhatItStandsFor() throws IOException {
    var layout = directory.resolve("layout");
    new ImageArchive().add("latest", image).writeOciLayout(layout);

    var loaded = cache.load(layout, LoadOptions.defaults().withTags(List.of("app")));

    assertThat(loaded).extracting(ImageHandle::reference).containsExactly(reference);
  }

  /** The same name of Docker Hub's is another one. */
  @Test
  void get_dockerHubsImageOfThatName_isFoundByItsWholeNameAlone() {
    String other = test.pushAndPull("other:1", TestCache.image("b"));
    test.cache().tag(other, "docker.io/library/app");

    assertThatThrownBy(() -> cache.get("app")).isInstanceOf(ImageNotFoundException.class);
    assertThat(cache.get("docker.io/library/app").reference())
        .isEqualTo("docker.io/library/app:latest");
  }

  @Test
  void get_brokenFile_saysWhereAndLeavesWholeNamesAlone() throws IOException {
    cache.pull("app");
    Files.writeString(conf, "[aliases\napp = 1");

    assertThatThrownBy(() -> cache.get("app"))
        .isInstanceOf(CacheStorageException.class)
        .hasMessageStartingWith("what app stands for cannot be told: " + conf + ", line 1");
    assertThat(cache.get(reference).reference()).isEqualTo(reference);
  }
}
