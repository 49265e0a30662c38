// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.OutputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;

/**
 * An external command: run with arguments, in the C locale and UTC, bounded in time, its output
 * captured. Immutable.
 *
 * <pre>{@code
 * String text = Tool.require("dump.erofs").run("-s", file.toString()).text();
 * }</pre>
 */
public final class Tool {

  private static final Duration DEFAULT_TIMEOUT = Duration.ofMinutes(3);

  private final Path program;
  private final Duration timeout;
  private final Path directory;
  private final Map<String, String> environment;

  private Tool(Path program, Duration timeout, Path directory, Map<String, String> environment) {
    this.program = program;
    this.timeout = timeout;
    this.directory = directory;
    this.environment = Map.copyOf(environment);
  }

  /**
   * {@return a command found on {@code PATH}; a missing one is an unmet {@link Requirement}}
   *
   * @param name the program's name, as in {@code fsck.erofs}
   */
  public static Tool require(String name) {
    return new Tool(
        Requirement.program(name),
        DEFAULT_TIMEOUT,
        Path.of("."),
        Map.of("LC_ALL", "C", "TZ", "UTC"));
  }

  /**
   * {@return this command with another bound on its time, which is three minutes at first}
   *
   * @param timeout after which the command is killed
   */
  public Tool withTimeout(Duration timeout) {
    return new Tool(program, timeout, directory, environment);
  }

  /**
   * {@return this command, run in a directory}
   *
   * @param directory the working directory
   */
  public Tool in(Path directory) {
    return new Tool(program, timeout, directory, environment);
  }

  /**
   * {@return this command with one more environment variable}
   *
   * @param name the variable's name
   * @param value its value
   */
  public Tool withEnvironment(String name, String value) {
    var more = new TreeMap<>(environment);
    more.put(name, value);
    return new Tool(program, timeout, directory, more);
  }

  /**
   * Runs the command and requires status 0.
   *
   * @param arguments its arguments
   * @return what it said
   * @throws ToolFailedException when it ends with another status or not in time
   * @throws IOException when it cannot be started, or the thread is interrupted
   */
  public ToolResult run(String... arguments) throws IOException {
    return run(new byte[0], List.of(arguments));
  }

  /**
   * Runs the command on some standard input and requires status 0.
   *
   * @param input its standard input
   * @param arguments its arguments
   * @return what it said
   * @throws ToolFailedException when it ends with another status or not in time
   * @throws IOException when it cannot be started, or the thread is interrupted
   */
  public ToolResult run(byte[] input, List<String> arguments) throws IOException {
    ToolResult result = tryRun(input, arguments);
    if (result.status() != 0) {
      throw new ToolFailedException(command(arguments), result);
    }
    return result;
  }

  /**
   * Runs the command, whatever its status.
   *
   * @param input its standard input
   * @param arguments its arguments
   * @return what it said
   * @throws ToolFailedException when it does not end in time
   * @throws IOException when it cannot be started, or the thread is interrupted
   */
  public ToolResult tryRun(byte[] input, List<String> arguments) throws IOException {
    Process process = start(arguments);
    try {
      var output = read(process.getInputStream());
      var error = read(process.getErrorStream());
      feed(process, input);
      boolean ended = process.waitFor(timeout.toMillis(), TimeUnit.MILLISECONDS);
      if (!ended) {
        kill(process);
      }
      var result = new ToolResult(ended ? process.exitValue() : -1, output.get(), error.get());
      if (!ended) {
        throw new ToolFailedException(
            command(arguments) + " (killed after " + timeout + ")", result);
      }
      return result;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      var interrupted = new InterruptedIOException("while running " + command(arguments));
      interrupted.initCause(e);
      throw interrupted;
    } catch (ExecutionException e) {
      throw new IOException("cannot read what " + program + " says", e.getCause());
    } finally {
      kill(process);
    }
  }

  private Process start(List<String> arguments) throws IOException {
    var command = new ArrayList<String>();
    command.add(program.toString());
    command.addAll(arguments);
    var builder = new ProcessBuilder(command).directory(directory.toFile());
    builder.environment().putAll(environment);
    return builder.start();
  }

  private static FutureTask<byte[]> read(InputStream in) {
    var task = new FutureTask<>(in::readAllBytes);
    Thread.ofVirtual().start(task);
    return task;
  }

  private static void feed(Process process, byte[] input) {
    Thread.ofVirtual()
        .start(
            () -> {
              try (OutputStream in = process.getOutputStream()) {
                in.write(input);
              } catch (IOException ignored) { // a command need not read its input: its status tells
              }
            });
  }

  private static void kill(Process process) {
    process.descendants().forEach(ProcessHandle::destroyForcibly);
    process.destroyForcibly();
  }

  private String command(List<String> arguments) {
    return program.getFileName() + " " + String.join(" ", arguments);
  }
}
