// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import dev.larder.cli.console.Environment;
import dev.larder.cli.console.Streams;
import dev.larder.cli.console.Terminal;
import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestManifest;
import dev.larder.testkit.registry.Access;
import dev.larder.testkit.registry.BuiltImages;
import dev.larder.testkit.registry.TestRegistry;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The command in this process, with a home that is empty at first, a registry, and a clock. */
final class TestLarder implements AutoCloseable {
  private final TestRegistry registry;
  private final Path home;
  private final Map<String, String> variables = new HashMap<>();
  private Terminal outTerminal = Terminal.NONE;
  private Instant now = Instant.parse("2026-11-01T10:00:00Z");

  TestLarder(Path directory) {
    this(directory, new Access.Open());
  }

  TestLarder(Path directory, Access access) {
    registry = TestRegistry.start(access);
    home = directory.resolve("home");
    variables.put("LARDER_HOME", home.toString());
    variables.put("HOME", directory.toString());
  }

  /** What a run said. */
  record Run(int status, String out, String err) {
    /** {@return the lines of standard output} */
    List<String> lines() {
      return out.lines().toList();
    }
  }

  Run run(String... arguments) {
    return runWithInput(new byte[0], arguments);
  }

  Run runWithInput(byte[] input, String... arguments) {
    return runWithInput(new ByteArrayInputStream(input), arguments);
  }

  Run runWithInput(InputStream input, String... arguments) {
    var out = new ByteArrayOutputStream();
    var err = new ByteArrayOutputStream();
    InstantSource clock = () -> now;
    int status =
        Larder.run(
            List.of(arguments),
            new Streams(
                input,
                new PrintStream(out, false, StandardCharsets.UTF_8),
                new PrintStream(err, false, StandardCharsets.UTF_8),
                Terminal.NONE,
                outTerminal),
            new Environment(variables, "/nowhere", clock));
    return new Run(
        status, out.toString(StandardCharsets.UTF_8), err.toString(StandardCharsets.UTF_8));
  }

  /** From now on an environment variable is set. */
  void set(String variable, String value) {
    variables.put(variable, value);
  }

  void advance(Duration time) {
    now = now.plus(time);
  }

  /** From now on standard output is a terminal. */
  void printToTerminal() {
    outTerminal = () -> Optional.of(Terminal.Size.USUAL);
  }

  TestRegistry registry() {
    return registry;
  }

  Path home() {
    return home;
  }

  /** Puts an image into the registry; {@code name} is {@code repository:tag}. */
  String push(String name, TestManifest manifest) {
    int colon = name.lastIndexOf(':');
    BuiltImages.put(registry, name.substring(0, colon), name.substring(colon + 1), manifest);
    return registry.reference(name);
  }

  /** Puts an image with a layer for each text into the registry, and pulls it. */
  String pull(String name, String... texts) {
    String reference = push(name, image(texts).build());
    var run = run("pull", "-q", "--policy", "always", reference);
    if (run.status() != 0) {
      throw new IllegalStateException(run.err());
    }
    return reference;
  }

  /** {@return an image with one layer for each text, with one file that holds it} */
  static ImageBuilder image(String... texts) {
    var builder = new ImageBuilder();
    for (String text : texts) {
      builder.layer(new TarBuilder().file("file-" + text, (text + "\n").repeat(2000)));
    }
    return builder;
  }

  /** {@return the published and staged files of the home, by their paths from there} */
  List<String> files() {
    return files(home);
  }

  /** {@return the published and staged files of {@code home}, by their paths from there} */
  static List<String> files(Path home) {
    var files = new ArrayList<String>();
    for (String directory : List.of("layers", "fsmeta", "vmdk", "tmp")) {
      try (var list = Files.list(home.resolve(directory))) {
        list.map(file -> home.relativize(file).toString()).sorted().forEach(files::add);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }
    return files;
  }

  @Override
  public void close() {
    registry.close();
  }
}
