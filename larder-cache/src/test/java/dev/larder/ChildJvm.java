// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** A class of the tests, run as a process of its own. Closing it kills what still runs. */
final class ChildJvm implements AutoCloseable {
  private static final Duration TIMEOUT = Duration.ofMinutes(2);

  private final Process process;
  private final BufferedReader output;

  private ChildJvm(Process process) {
    this.process = process;
    this.output = process.inputReader(StandardCharsets.UTF_8);
  }

  /** Starts the main method of {@code type}. */
  static ChildJvm start(Class<?> type, String... arguments) {
    return start(type, Map.of(), arguments);
  }

  /** Starts the main method of {@code type}, with more environment variables. */
  static ChildJvm start(Class<?> type, Map<String, String> environment, String... arguments) {
    return start(List.of("-cp", classPath()), type, environment, arguments);
  }

  /** Starts the main method of {@code type}, with the classes of {@code archive}. */
  static ChildJvm start(ClassArchive archive, Class<?> type, String... arguments) {
    var options = new ArrayList<>(archive.options());
    options.addAll(List.of("-cp", archive.jars()));
    return start(options, type, Map.of(), arguments);
  }

  /** Starts the main method of {@code type}, with the JVM's options that say where its class is. */
  static ChildJvm start(
      List<String> options, Class<?> type, Map<String, String> environment, String... arguments) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    // Short lives: what makes long ones fast only delays these.
    command.addAll(
        List.of("-XX:TieredStopAtLevel=1", "-XX:+UseSerialGC", "-Xshare:auto", "-Xmx256m"));
    command.add("--enable-native-access=ALL-UNNAMED");
    command.addAll(options);
    command.add(type.getName());
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    try {
      return new ChildJvm(builder.start());
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The classes of this process, which are no modules there, whatever they are here. */
  static String classPath() {
    var self = Objects.requireNonNull(ChildJvm.class.getResource("ChildJvm.class"));
    Path root = Path.of(URI.create(self.toString())).resolve("../../..").normalize();
    return String.join(
        File.pathSeparator,
        root.toString(),
        System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path"));
  }

  /** {@return the next line that the process says, empty text at its end} */
  String line() throws IOException {
    return Objects.requireNonNullElse(output.readLine(), "");
  }

  long pid() {
    return process.pid();
  }

  /** How a process ended: its status, and all that it said since the last line that was read. */
  record Ended(int status, String output) {}

  /** Waits for the end. */
  Ended await() throws Exception {
    return await(TIMEOUT);
  }

  /** Waits for the end, no longer than {@code timeout}. */
  Ended await(Duration timeout) throws Exception {
    var rest = new FutureTask<>(() -> output.lines().collect(Collectors.joining("\n")));
    Thread.ofVirtual().start(rest);
    if (!process.waitFor(timeout.toSeconds(), TimeUnit.SECONDS)) {
      process.destroyForcibly();
      throw new AssertionError("the process did not end: " + rest.get());
    }
    return new Ended(process.exitValue(), rest.get());
  }

  /** Kills the process, as {@code kill -9} does; what it has said can still be read. */
  void kill() {
    process.toHandle().destroyForcibly();
  }

  /** Kills the process, and waits for that. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
