// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;

/** A test that runs the command with a home and a registry of its own. */
abstract class CommandTest {
  @TempDir Path directory;
  TestLarder larder;

  @BeforeEach
  void start() {
    larder = new TestLarder(directory);
  }

  @AfterEach
  void stop() {
    larder.close();
  }
}
