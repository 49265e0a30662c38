// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.stage;

import dev.larder.bench.input.SmallFiles;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.zip.GZIPOutputStream;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** A layer of some 45 MB, in memory. */
@State(Scope.Benchmark)
public class Layer {
  private static final int FILES = 10_000;

  byte[] tar = {};
  byte[] gzip = {};

  /** Makes it. */
  @Setup
  public void make() {
    tar = SmallFiles.tar(FILES).toByteArray();
    var packed = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(packed)) {
      out.write(tar);
    } catch (IOException e) {
      throw new IllegalStateException("memory takes everything", e);
    }
    gzip = packed.toByteArray();
  }
}
