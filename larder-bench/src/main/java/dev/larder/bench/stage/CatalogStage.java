// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench.stage;

import dev.larder.ImageCache;
import dev.larder.bench.input.ManyLayers;
import dev.larder.model.ImageDetail;
import dev.larder.model.ImageHandle;
import dev.larder.model.LoadOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** What a cache of a thousand images with three layers each answers. */
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class CatalogStage extends Stage {
  private static final int IMAGES = 1000;
  private static final int LAYERS_OF_EACH = 3;
  private static final String REFERENCE = ManyLayers.name(IMAGES / 2);

  private @Nullable ImageCache cache; // from set-up to tear-down

  /** Fills a cache. */
  @Setup
  public void open(Scratch scratch) throws IOException {
    Path archive = scratch.directory.resolve("many.tar");
    ManyLayers.writeArchive(IMAGES, LAYERS_OF_EACH, archive);
    cache = ImageCache.open(scratch.directory.resolve("home"));
    cache.load(archive, LoadOptions.defaults());
  }

  /** {@return all images} */
  @Benchmark
  public List<ImageHandle> list() {
    return opened().list();
  }

  /** {@return one of them} */
  @Benchmark
  public ImageHandle get() {
    return opened().get(REFERENCE);
  }

  /** {@return all about it} */
  @Benchmark
  public ImageDetail inspect() {
    return opened().inspect(REFERENCE);
  }

  private ImageCache opened() {
    return Objects.requireNonNull(cache);
  }

  /** Closes the cache. */
  @TearDown
  public void close(Scratch scratch) {
    opened().close();
  }
}
