// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.stage;

import dev.larder.bench.input.WhiteoutLayers;
import dev.larder.erofs.FsmetaSummary;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Two layers become fsmeta, in a file that is not forced to the disk. */
@State(Scope.Benchmark)
public class MergeStage extends Stage {

  /** How many files the lower layer has; eight of a hundred are hidden by the upper one. */
  @Param({"25000", "50000", "100000", "200000", "400000"})
  public int files;

  private @Nullable WhiteoutLayers layers; // not before the set-up

  /** Makes the layers. */
  @Setup
  public void make(Scratch scratch) throws IOException {
    layers = WhiteoutLayers.in(scratch.directory, files);
  }

  /** {@return what was written} */
  @Benchmark
  public FsmetaSummary merge(Scratch scratch) throws IOException {
    Path fsmeta = scratch.directory.resolve("fsmeta");
    try {
      return Objects.requireNonNull(layers).merge(fsmeta);
    } finally {
      Files.delete(fsmeta);
    }
  }
}
