// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.model.ImageFilter;
import dev.larder.model.LoadOptions;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.VerifyLevel;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;

/**
 * A process that does one thing to a home, and halts just before its n-th change to the disk: as
 * far as the disk can tell, killed there. Arguments: home, operation, what it is done to, n. When
 * nothing halts it, it says how many changes there were.
 */
final class CrashingProcess {
  /** The status of a process that halted. */
  static final int HALTED = 77;

  /** An n that no operation reaches. */
  static final int NEVER = Integer.MAX_VALUE;

  private CrashingProcess() {}

  /** What a process does. */
  enum Operation {
    OPEN {
      @Override
      void run(ImageCache cache, String argument) {
        cache.list();
      }
    },
    PULL {
      @Override
      void run(ImageCache cache, String argument) {
        cache.pull(argument, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));
      }
    },
    LOAD {
      @Override
      void run(ImageCache cache, String argument) {
        cache.load(Path.of(argument), LoadOptions.defaults());
      }
    },
    REMOVE {
      @Override
      void run(ImageCache cache, String argument) {
        cache.remove(argument);
      }
    },
    PRUNE {
      @Override
      void run(ImageCache cache, String argument) {
        cache.prune(
            PrunePolicy.unused().withFilters(List.of(new ImageFilter.ReferencePattern(argument))));
      }
    },
    REPAIR {
      @Override
      void run(ImageCache cache, String argument) {
        cache.repair(VerifyLevel.FULL);
      }
    },
    SANDBOX {
      @Override
      void run(ImageCache cache, String argument) {
        cache.sandboxes().create("box", argument);
      }
    };

    abstract void run(ImageCache cache, String argument);
  }

  public static void main(String[] arguments) {
    var steps = new AtomicInteger();
    int haltAt = Integer.parseInt(arguments[3]);
    Consumer<String> halt =
        step -> {
          if (steps.incrementAndGet() == haltAt) {
            Runtime.getRuntime().halt(HALTED);
          }
        };
    try (var cache = ImageCache.open(CacheOptions.at(Path.of(arguments[0])), halt)) {
      Operation.valueOf(arguments[1]).run(cache, arguments[2]);
    }
    System.out.print("steps=" + steps);
  }
}
