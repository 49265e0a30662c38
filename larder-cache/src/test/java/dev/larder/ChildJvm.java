// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/** A class of the tests, run as a process of its own. Closing it kills what still runs. */
final class ChildJvm implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Process process;
  private final FutureTask<String> output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output =
        new FutureTask<>(
            () -> new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8));
    Thread.ofVirtual().start(output);
  }

  /** Starts the main method of {@code type}. */
  static ChildJvm start(Class<?> type, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short lives: what makes long ones fast only delays these.
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m"));
    command.addAll(List.of("--enable-native-access=ALL-UNNAMED", "-cp", classPath()));
    command.add(type.getName());
    command.addAll(List.of(arguments));
    try {
      return new ChildJvm(new ProcessBuilder(command).redirectErrorStream(true).start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes of this process, which are no modules there, whatever they are here. */
  private static String classPath() {
    var self = Objects.requireNonNull(ChildJvm.class.getResource("ChildJvm.class"));
    Path root = Path.of(URI.create(self.toString())).resolve("../../..").normalize();
    return String.join(
        File.pathSeparator,
        root.toString(),
        System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path"));
  }

  /** How a process ended: its status, and all that it said. */
  record Ended(int status, String output) {}

  /** Waits for the end. */
  Ended await() throws Exception {
    return await(TIMEOUT);
  }

  /** Waits for the end, no longer than {@code timeout}. */
  Ended await(Duration timeout) throws Exception {
    if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end: " + output.get());
    }
    return new Ended(process.exitValue(), output.get());
  }

  /** Kills the process, as {@code kill -9} does. */
  void kill() {
    process.destroyForcibly();
  }

  @Override
  public void close() {
    process.destroyForcibly();
  }
}
