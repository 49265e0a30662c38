// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.stage;

import dev.larder.testkit.oracle.Trees;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** A directory for what a benchmark writes. */
@State(Scope.Benchmark)
public class Scratch {
  Path directory = Path.of("");

  /** Makes it. */
  @Setup
  public void make() throws IOException {
    directory = Files.createTempDirectory("larder-bench");
  }

  /** Removes it. */
  @TearDown
  public void remove() throws IOException {
    Trees.delete(directory);
  }
}
