// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;

/** A process whose threads all pull one image. Arguments: home, reference, number of threads. */
final class PullingProcess {
  private PullingProcess() {}

  public static void main(String[] arguments) throws Exception {
    int threads = Integer.parseInt(arguments[2]);
    try (var cache = ImageCache.open(CacheOptions.at(Path.of(arguments[0])));
        var executor = Executors.newFixedThreadPool(threads)) {
      var pulls = new ArrayList<Callable<Boolean>>();
      for (int i = 0; i < threads; i++) {
        pulls.add(() -> cache.pull(arguments[1]).manifestDigest().isPresent());
      }
      for (var pull : executor.invokeAll(pulls)) {
        pull.get();
      }
    }
  }
}
