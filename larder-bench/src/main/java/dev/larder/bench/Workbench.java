// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import dev.larder.testkit.oracle.AtExit;
import dev.larder.testkit.oracle.Trees;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A place to compare commands in, which is gone when it is closed. What takes long to make is made
 * when first asked for.
 */
final class Workbench implements AutoCloseable {
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private final Commands commands;
  private final int turns;
  private final Consumer<String> details;
  private final Path scratch;
  private final AtExit cleanUp;
  private final List<String> verified = new ArrayList<>();
  private @Nullable Registry registry; // until a row needs one
  private @Nullable ManyImages manyImages; // likewise

  /**
   * Makes a directory for everything.
   *
   * @param turns how many of each contender count
   * @param details is told all about each comparison
   */
  Workbench(Commands commands, int turns, Consumer<String> details) throws IOException {
    this.commands = commands;
    this.turns = turns;
    this.details = details;
    this.scratch = Files.createTempDirectory("larder-bench");
    Thread owner = Thread.currentThread();
    this.cleanUp = new AtExit(() -> cleanUp(owner, scratch));
  }

  Commands commands() {
    return commands;
  }

  int turns() {
    return turns;
  }

  /** {@return a new, empty directory} */
  Path directory(String prefix) throws IOException {
    return Files.createTempDirectory(scratch, prefix);
  }

  Registry registry() throws IOException {
    if (registry == null) {
      registry = Registry.start(directory("registry"));
    }
    return registry;
  }

  ManyImages manyImages() throws IOException, InterruptedException {
    if (manyImages == null) {
      manyImages = ManyImages.in(this);
    }
    return manyImages;
  }

  /** Compares contenders. */
  Comparison compare(String title, Contender... contenders)
      throws IOException, InterruptedException {
    var comparison = new Comparison(title, new Turns(scratch, turns).run(List.of(contenders)));
    details.accept(Details.of(comparison));
    for (Contender contender : contenders) {
      if (contender.after().equals(commands.verification())) {
        noteVerified(title);
      }
    }
    return comparison;
  }

  /** Notes that the home of {@code what} was verified, and found sound. */
  void noteVerified(String what) {
    verified.add(what);
  }

  /** {@return after what homes were verified and found sound} */
  List<String> verified() {
    return List.copyOf(verified);
  }

  @Override
  public void close() {
    if (registry != null) {
      registry.close();
    }
    cleanUp.close();
  }

  /** Also when the JVM is told to end: then whoever works here must end first. */
  private static void cleanUp(Thread owner, Path scratch) {
    try {
      if (Thread.currentThread() != owner) {
        owner.interrupt();
        owner.join(PATIENCE);
      }
      Trees.delete(scratch);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
