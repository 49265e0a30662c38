// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCases;
import java.io.BufferedInputStream;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;

/** Converts and merges layers in a process of its own, and tells what that gave or took. */
final class ConvertingProcess {
  private static final long TIMEOUT_MINUTES = 5;

  /** Those of the launcher. */
  private static final List<String> HEAP =
      List.of(
          "-XX:+UseSerialGC",
          "-Xms32m",
          "-Xmn16m",
          "-Xmx1g",
          "-XX:MinHeapFreeRatio=10",
          "-XX:MaxHeapFreeRatio=20");

  private ConvertingProcess() {}

  /**
   * {@return a digest of all files that come of the corpus}
   *
   * @param directory an empty one
   * @param environment variables of the process
   * @param options of the JVM
   */
  static String digestOfCorpus(Path directory, Map<String, String> environment, String... options)
      throws Exception {
    return run(environment, List.of(options), "digest", directory.toString());
  }

  /**
   * Converts the tars to {@code layer0}, {@code layer1} and so on, and merges them to {@code
   * fsmeta}, in the directory.
   *
   * @return the most memory that was resident, in MiB
   */
  static long residentMebibytes(Path directory, List<Path> tars) throws Exception {
    var arguments = new ArrayList<>(List.of("convert", directory.toString()));
    tars.forEach(tar -> arguments.add(tar.toString()));
    String most = run(Map.of(), HEAP, arguments.toArray(String[]::new));
    return Long.parseLong(most) / 1024;
  }

  private static String run(
      Map<String, String> environment, List<String> options, String... arguments) throws Exception {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of("-cp", classPath(), ConvertingProcess.class.getName()));
    command.addAll(List.of(arguments));
    var builder = new ProcessBuilder(command).redirectErrorStream(true);
    builder.environment().putAll(environment);
    Process process = builder.start();
    try {
      String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
      boolean ended = process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES);
      if (!ended || process.exitValue() != 0) {
        throw new AssertionError("the process failed: " + output);
      }
      return output.strip();
    } finally {
      process.destroyForcibly();
    }
  }

  /** The classes of this process, which are no modules there, whatever they are here. */
  private static String classPath() {
    var self =
        Objects.requireNonNull(ConvertingProcess.class.getResource("ConvertingProcess.class"));
    Path tests = Path.of(URI.create(self.toString())).resolve("../../../..").normalize();
    return String.join(
        File.pathSeparator,
        tests.toString(),
        tests.resolveSibling("classes").toString(),
        System.getProperty("jdk.module.path", ""),
        System.getProperty("java.class.path"));
  }

  public static void main(String[] arguments) throws Exception {
    Path directory = Path.of(arguments[1]);
    if (arguments[0].equals("digest")) {
      System.out.println(digest(directory));
      return;
    }
    var stack = new LayerStack(directory);
    for (String tar : Arrays.asList(arguments).subList(2, arguments.length)) {
      try (var in = new BufferedInputStream(Files.newInputStream(Path.of(tar)), 1 << 18)) {
        stack.add(in);
      }
    }
    stack.merge();
    System.out.println(mostResidentKibibytes());
  }

  private static String digest(Path directory) throws IOException, NoSuchAlgorithmException {
    var digest = MessageDigest.getInstance("SHA-256");
    int number = 0;
    for (LayerCase layers : LayerCases.given()) {
      Path home = Files.createDirectories(directory.resolve("" + number++));
      LayerStack stack = LayerStack.of(home, layers.layers());
      digest.update(Files.readAllBytes(stack.merge()));
      for (Path layer : stack.layers()) {
        digest.update(Files.readAllBytes(layer));
      }
    }
    return HexFormat.of().formatHex(digest.digest());
  }

  /** As in {@code VmHWM: 12345 kB}. */
  private static String mostResidentKibibytes() throws IOException {
    for (String line : Files.readAllLines(Path.of("/proc/self/status"))) {
      if (line.startsWith("VmHWM:")) {
        return line.replaceAll("\\D", "");
      }
    }
    throw new IOException("no VmHWM in /proc/self/status");
  }
}
