// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** A Java process with the classes of this one, which ends when a test closes it at the latest. */
final class OtherProcess implements AutoCloseable {
  private final Process process;
  private final BufferedReader output;

  private OtherProcess(Process process) {
    this.process = process;
    this.output = process.inputReader();
  }

  /** Runs the {@code main} of a class of the tests; what it says on standard error is passed on. */
  static OtherProcess start(Class<?> main, Map<String, String> environment, String... arguments)
      throws IOException {
    var command =
        new ArrayList<>(
            List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx128m",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath(),
                main.getName()));
    command.addAll(Arrays.asList(arguments));
    var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
    builder.environment().putAll(environment);
    return new OtherProcess(builder.start());
  }

  /** Whether the classes of this process are modules or not, they are no modules there. */
  private static String classPath() {
    var tests = Objects.requireNonNull(OtherProcess.class.getResource("OtherProcess.class"));
    Path directory = Objects.requireNonNull(Path.of(tests.getPath()).getParent());
    Path root = Objects.requireNonNull(Objects.requireNonNull(directory.getParent()).getParent());
    return String.join(
        System.getProperty("path.separator"),
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

  /** Kills the process, which has no time to clean up. */
  @Override
  public void close() {
    process.destroyForcibly().onExit().join();
  }
}
