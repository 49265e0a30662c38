// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * A process that pulls several images at once, and then says how many platform threads it had at
 * most and how many KiB were resident. Arguments: home, references.
 */
final class ManyPullsProcess {
  private ManyPullsProcess() {}

  public static void main(String[] arguments) throws Exception {
    List<String> references = List.of(arguments).subList(1, arguments.length);
    try (var cache = ImageCache.open(CacheOptions.at(Path.of(arguments[0])));
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var pulls = new ArrayList<Callable<Boolean>>();
      for (String reference : references) {
        pulls.add(() -> cache.pull(reference).manifestDigest().isPresent());
      }
      var most = new AtomicInteger();
      Thread.ofPlatform().daemon().start(() -> count(most));
      for (var pull : executor.invokeAll(pulls)) {
        pull.get();
      }
      System.out.println(most);
    }
    System.out.println(
        Files.readAllLines(Path.of("/proc/self/status")).stream()
            .filter(line -> line.startsWith("VmHWM:"))
            .map(line -> line.replaceAll("\\D", ""))
            .findFirst()
            .orElseThrow());
  }

  /** Virtual threads are not among them. */
  private static void count(AtomicInteger most) {
    while (true) {
      most.accumulateAndGet(Thread.getAllStackTraces().size(), Math::max);
      LockSupport.parkNanos(1_000_000);
    }
  }
}
