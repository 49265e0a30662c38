// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that has a cache, which is empty at first, and a registry. */
abstract class CacheTest {
  @TempDir Path directory;
  TestCache test;

  @BeforeEach
  final void openCache() {
    test = new TestCache(directory);
  }

  @AfterEach
  final void closeCache() {
    test.close();
  }
}
