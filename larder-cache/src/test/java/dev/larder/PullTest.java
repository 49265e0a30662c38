// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a pull does for its caller. */
final class PullTest {
  @TempDir private Path directory;

  @Test
  void pull_missingImage_isThereAfterwards() {
    try (var test = new TestCache(directory)) {
      String reference = test.push("app:1", TestCache.image("a", "b"));

      var pulled = test.cache().pull(reference);

      assertThat(pulled.reference()).isEqualTo(reference);
      assertThat(test.cache().get(reference)).isEqualTo(pulled);
      assertThat(test.files()).hasSize(4);
    }
  }
}
