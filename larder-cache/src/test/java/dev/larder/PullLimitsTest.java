// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.error.ImageLoadFailedException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.error.ImagePullFailedException.Reason;
import dev.larder.model.LoadOptions;
import dev.larder.model.PullLimits;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What an image may ask for, by name. */
final class PullLimitsTest extends CacheTest {
  @Test
  void names_all_areTheRecords() {
    var names = new ArrayList<String>();
    for (RecordComponent part : PullLimits.class.getRecordComponents()) {
      for (RecordComponent limit : part.getType().getRecordComponents()) {
        names.add(part.getName() + "." + limit.getName());
      }
    }
    assertThat(PullLimits.NAMES).isEqualTo(names);
  }

  @Test
  void with_eachName_changesThatLimitAlone() throws Exception {
    for (String name : PullLimits.NAMES) {
      var changed = PullLimits.DEFAULT.with(name, 12_345);
      for (RecordComponent part : PullLimits.class.getRecordComponents()) {
        Object before = part.getAccessor().invoke(PullLimits.DEFAULT);
        Object after = part.getAccessor().invoke(changed);
        for (RecordComponent limit : part.getType().getRecordComponents()) {
          boolean isMeant = name.equals(part.getName() + "." + limit.getName());
          assertThat(limit.getAccessor().invoke(after))
              .as("%s after %s", limit.getName(), name)
              .asString()
              .isEqualTo(isMeant ? "12345" : String.valueOf(limit.getAccessor().invoke(before)));
        }
      }
    }
  }

  @Test
  void with_wrongNameOrValue_isRefused() {
    assertThatThrownBy(() -> PullLimits.DEFAULT.with("layers.length", 1))
        .hasMessageContaining("layers.pathBytes");
    assertThatThrownBy(() -> PullLimits.DEFAULT.with("layers.depth", 0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> PullLimits.DEFAULT.with("layers.depth", 1L << 31))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @CsvSource({
    "layers.entriesPerLayer, 2",
    "layers.bytesPerFile, 999",
    "layers.bytesPerLayer, 1000",
    "layers.pathBytes, 8",
    "layers.depth, 2",
    "layers.paxHeaderBytes, 20",
    "layers.xattrBytes, 10",
    "layers.metadataBytes, 10",
  })
  void pull_layerOverALimit_isLimitExceeded(String name, long value) {
    String reference =
        test.push(
            "app:1",
            new ImageBuilder()
                .layer(
                    new TarBuilder()
                        .file("a/b/c/file", new byte[1000])
                        .add(TarEntry.file("x", "x").xattr("user.name", "value")))
                .build());
    try (var cache =
        ImageCache.open(test.options().withLimits(PullLimits.DEFAULT.with(name, value)))) {
      var thrown =
          catchThrowableOfType(ImagePullFailedException.class, () -> cache.pull(reference));

      assertThat(thrown.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
      assertThat(thrown).hasMessageContaining(name.substring(name.indexOf('.') + 1));
    }
  }

  @Test
  void load_documentOverALimit_fails() throws IOException {
    var archive = directory.resolve("archive");
    new ImageArchive().add("app:1", TestCache.image("a")).writeOciLayout(archive);
    var limits = PullLimits.DEFAULT.with("documents.manifestBytes", 100);
    try (var cache = ImageCache.open(test.options().withLimits(limits))) {
      assertThatThrownBy(() -> cache.load(archive, LoadOptions.defaults()))
          .isInstanceOf(ImageLoadFailedException.class)
          .hasMessageContaining("100");
    }
  }

  @Test
  void pull_documentUpToARaisedLimit_isKeptAndReadAgain() {
    var image =
        new ImageBuilder()
            .layer(TestCache.layer("a"))
            .annotation("a", "x".repeat(4 << 20))
            .configDocument("nested", deepList(90))
            .build();
    String reference = test.push("app:1", image);

    var thrown =
        catchThrowableOfType(ImagePullFailedException.class, () -> test.cache().pull(reference));

    assertThat(thrown.reason()).isEqualTo(Reason.LIMIT_EXCEEDED);
    var limits =
        PullLimits.DEFAULT.with("documents.manifestBytes", 5 << 20).with("documents.depth", 100);
    try (var cache = ImageCache.open(test.options().withLimits(limits))) {
      cache.pull(reference);
      assertThat(cache.inspect(reference).layers()).hasSize(1);
    }
    assertThat(test.cache().inspect(reference).layers()).hasSize(1);
    assertThat(test.cache().verify(VerifyLevel.DEEP).isSound()).isTrue();
  }

  private static Object deepList(int depth) {
    Object list = List.of();
    for (int i = 1; i < depth; i++) {
      list = List.of(list);
    }
    return list;
  }
}
