// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Runs contenders in turns, A B C A B C, so that a machine whose speed drifts is fair to all. */
final class Turns {
  private final Path scratch;
  private final int count;

  /** Takes {@code count} turns, with each run's home under {@code scratch}. */
  Turns(Path scratch, int count) {
    this.scratch = scratch;
    this.count = count;
  }

  /** {@return each contender's measurements, after one turn that is not counted} */
  Map<String, List<Measurement>> run(List<Contender> contenders)
      throws IOException, InterruptedException {
    var results = new LinkedHashMap<String, List<Measurement>>();
    contenders.forEach(contender -> results.put(contender.name(), new ArrayList<>()));
    for (int turn = 0; turn <= count; turn++) {
      for (Contender contender : contenders) {
        Measurement measurement = once(contender);
        if (turn > 0) {
          results.computeIfAbsent(contender.name(), name -> new ArrayList<>()).add(measurement);
        }
      }
    }
    return results;
  }

  private Measurement once(Contender contender) throws IOException, InterruptedException {
    Path home = Files.createTempDirectory(scratch, "home");
    try {
      return Measurement.of(contender.commandIn(home), contender.environmentIn(home));
    } finally {
      deleteTree(home);
    }
  }

  static void deleteTree(Path root) throws IOException {
    Files.walkFileTree(
        root,
        new SimpleFileVisitor<>() {
          @Override
          public FileVisitResult visitFile(Path file, BasicFileAttributes attributes)
              throws IOException {
            Files.delete(file);
            return FileVisitResult.CONTINUE;
          }

          @Override
          public FileVisitResult postVisitDirectory(Path directory, @Nullable IOException failure)
              throws IOException {
            if (failure != null) {
              throw failure;
            }
            Files.delete(directory);
            return FileVisitResult.CONTINUE;
          }
        });
  }
}
