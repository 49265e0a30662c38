// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.erofs.ErofsDump;
import dev.larder.erofs.ErofsImage;
import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.SandboxExistsException;
import dev.larder.error.SandboxNotFoundException;
import dev.larder.model.BootDisk;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.RemoveOption;
import dev.larder.model.VerifyLevel;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Path;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * A process that does everything that a cache can do, in random order, with images that share
 * layers. Whatever fails but for what another process has just done ends it with a failure.
 * Arguments: home, registry, seed, milliseconds.
 */
final class MixedProcess {
  static final int IMAGES = 5;
  private static final int SANDBOXES = 3;

  private final ImageCache cache;
  private final String registry;
  private final Random random;

  private MixedProcess(ImageCache cache, String registry, long seed) {
    this.cache = cache;
    this.registry = registry;
    this.random = new Random(seed);
  }

  static String name(int image) {
    return "mixed/app" + image + ":1";
  }

  public static void main(String[] arguments) throws Exception {
    long end = System.nanoTime() + TimeUnit.MILLISECONDS.toNanos(Long.parseLong(arguments[3]));
    try (var cache = ImageCache.open(CacheOptions.at(Path.of(arguments[0])))) {
      var process = new MixedProcess(cache, arguments[1], Long.parseLong(arguments[2]));
      int done = 0;
      while (System.nanoTime() < end) {
        process.step();
        done++;
      }
      System.out.println(done + " operations");
    }
  }

  private void step() throws IOException {
    String reference = registry + "/" + name(random.nextInt(IMAGES));
    String sandbox = "box-" + random.nextInt(SANDBOXES);
    try {
      switch (random.nextInt(10)) {
        case 0, 1 -> cache.pull(reference);
        case 2 -> cache.pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));
        case 3 -> cache.prune(random.nextBoolean() ? PrunePolicy.unused() : PrunePolicy.dangling());
        case 4 -> cache.remove(reference);
        case 5 -> cache.remove(reference, RemoveOption.FORCE);
        case 6 -> cache.sandboxes().create(sandbox, reference);
        case 7 -> cache.sandboxes().remove(sandbox);
        case 8 -> read(reference);
        default -> verify();
      }
    } catch (ImageNotFoundException
        | ImageInUseException
        | SandboxExistsException
        | SandboxNotFoundException ignored) {
      // The other process, or an earlier step, came first.
    }
  }

  private void read(String reference) throws IOException {
    try (var lease = cache.lease(reference)) {
      var files = lease.disk().extents().stream().map(BootDisk.Extent::file).toList();
      try (var image = ErofsImage.open(files.getFirst(), files.subList(1, files.size()))) {
        ErofsDump.dump(image, ErofsDump.Content.SHA256, Writer.nullWriter());
      }
    }
  }

  private void verify() {
    cache.diskUsage();
    var unsound = cache.verify(VerifyLevel.DEEP).unsound();
    if (!unsound.isEmpty()) {
      throw new IllegalStateException("damaged: " + unsound);
    }
  }
}
