// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.ImagePullFailedException;
import dev.larder.error.ImagePullFailedException.Reason;
import dev.larder.model.PullEvent;
import dev.larder.model.PullOptions;
import dev.larder.model.VerifyLevel;
import dev.larder.oci.hosts.HostsPaths;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestRegistry;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A whole pull where a mirror stands before the registry. */
final class MirrorPullTest extends CacheTest {
  private final TestImage image = TestCache.image("a", "b");
  private final String layer = image.layers().getLast().blobDigest();
  private final List<PullEvent> events = Collections.synchronizedList(new ArrayList<>());
  private TestRegistry mirror;
  private String reference;
  private Path conf;

  @BeforeEach
  void start() throws IOException {
    reference = test.push("app:1", image);
    mirror = TestRegistry.start();
    BuiltImages.put(mirror, "app", "1", image);
    conf = directory.resolve("registries.conf");
    nameMirror(mirror);
  }

  @AfterEach
  void stop() {
    mirror.close();
  }

  private void nameMirror(TestRegistry named) throws IOException {
    Files.writeString(
        conf,
        "[[registry]]\nlocation='%s'\n[[registry.mirror]]\nlocation='%s'\n"
            .formatted(test.registry().host(), named.host()));
  }

  private ImageCache open() {
    var options = test.options();
    return ImageCache.open(
        options.withRegistry(
            options.registry().withHosts(new HostsPaths(List.of(conf), List.of(), List.of()))));
  }

  @Test
  void mirrorHasTheImage_registryIsNotAsked() {
    try (var cache = open()) {
      assertThat(cache.pull(reference).reference()).isEqualTo(reference);
      assertThat(cache.verify(VerifyLevel.DEEP).unsound()).isEmpty();
    }
    assertThat(test.registry().exchanges()).isEmpty();
  }

  /** Where one byte of the layer is wrong: its header, its middle, its end. */
  @ParameterizedTest
  @ValueSource(ints = {0, 40, -1})
  void mirrorLiesAboutALayer_isLeftAndTold(int where) {
    long at = where < 0 ? image.layers().getLast().compressedSizeBytes() + where : where;
    mirror.script(Request.blob(layer), Misbehaviour.damageAt(at));
    requireFromTheRegistry();
  }

  @Test
  void mirrorGivesWhatIsNoLayer_isLeftAndTold() {
    byte[] page = "<html>log in</html>".getBytes(StandardCharsets.UTF_8);
    mirror.script(Request.blob(layer), Misbehaviour.body(Body.of(page)));
    requireFromTheRegistry();
  }

  private void requireFromTheRegistry() {
    try (var cache = open()) {
      cache.pull(reference, PullOptions.defaults().withListener(events::add));
      assertThat(cache.verify(VerifyLevel.DEEP).unsound()).isEmpty();
    }
    assertThat(events).hasAtLeastOneElementOfType(PullEvent.LayerRetrying.class);
    assertThat(test.registry().requests(Request.blob(layer))).isEqualTo(1);
    assertThat(mirror.requests(Request.blob(layer))).isEqualTo(1);
  }

  private void requireFailure(Reason reason) {
    try (var cache = open()) {
      var failure =
          catchThrowableOfType(ImagePullFailedException.class, () -> cache.pull(reference));
      assertThat(failure.reason()).isEqualTo(reason);
    }
  }

  @Test
  void bothLie_failsOnce() {
    mirror.script(Request.blob(layer), Misbehaviour.damageAt(40));
    test.registry().script(Request.blob(layer), Misbehaviour.damageAt(40));
    requireFailure(Reason.BAD_CONTENT);
    assertThat(test.registry().requests(Request.blob(layer))).isEqualTo(1);
    assertThat(test.files()).isEmpty();
  }

  @Test
  void registryIsItsOwnMirror_liesOnce() throws Exception {
    nameMirror(test.registry());
    test.registry().script(Request.blob(layer), Misbehaviour.damageAt(40));
    requireFailure(Reason.BAD_CONTENT);
    assertThat(test.registry().requests(Request.blob(layer))).isEqualTo(1);
  }

  @Test
  void blocked_isTheConfigurations() throws Exception {
    Files.writeString(
        conf, "[[registry]]\nlocation='%s'\nblocked=true\n".formatted(test.registry().host()));
    requireFailure(Reason.CONFIGURATION);
    assertThat(test.registry().exchanges()).isEmpty();
  }
}
