// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.CacheStorageException;
import dev.larder.model.Artefact;
import dev.larder.model.Artefact.Condition;
import dev.larder.model.Artefact.Kind;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.VerifyLevel;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Homes of other versions. */
final class SchemaTest extends CacheTest {
  private String reference;

  @BeforeEach
  void pullImage() {
    reference = test.pushAndPull("app:1", TestCache.image("a", "b"));
    test.cache().close();
  }

  private void makeVersion1() throws Exception {
    Damage.sql(
        test.home(),
        "ALTER TABLE layers DROP COLUMN crc32c",
        "ALTER TABLE layers DROP COLUMN damaged",
        "ALTER TABLE manifests DROP COLUMN fsmeta_crc32c",
        "ALTER TABLE manifests DROP COLUMN vmdk_crc32c",
        "ALTER TABLE manifests DROP COLUMN damaged",
        "PRAGMA user_version = 1");
  }

  @Test
  void open_version1_isMigrated() throws Exception {
    makeVersion1();

    try (var cache = test.open()) {
      assertThat(cache.get(reference).layerCount()).isEqualTo(2);
      assertThat(cache.verify(VerifyLevel.QUICK).isSound()).isTrue();
      assertThat(cache.verify(VerifyLevel.FULL).artefacts())
          .filteredOn(artefact -> artefact.kind() != Kind.DOCUMENT)
          .extracting(Artefact::condition)
          .containsOnly(Condition.UNCHECKED);
    }
    try (var cache = test.open()) {
      cache.pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));
      assertThat(cache.verify(VerifyLevel.DEEP).isSound()).isTrue();
    }
  }

  @Test
  void open_version1WithDamage_isRepairedWithChecksums() throws Exception {
    makeVersion1();
    Damage.SUPERBLOCK_CHANGED.of(test.home().resolve(test.files().getFirst()));

    try (var cache = test.open()) {
      assertThat(cache.repair(VerifyLevel.QUICK).isSound()).isTrue();
      assertThat(cache.verify(VerifyLevel.DEEP).artefacts())
          .filteredOn(artefact -> artefact.kind() == Kind.LAYER)
          .extracting(Artefact::condition)
          .containsExactlyInAnyOrder(Condition.WHOLE, Condition.UNCHECKED);
    }
  }

  @Test
  void open_laterVersion_isRefused() throws Exception {
    Damage.sql(test.home(), "PRAGMA user_version = 3");

    assertThatThrownBy(test::open)
        .isInstanceOf(CacheStorageException.class)
        .hasMessageContaining("written by a later larder (schema 3, this one knows 2)");
  }
}
