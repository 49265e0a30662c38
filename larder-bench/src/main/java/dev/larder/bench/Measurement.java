// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What one run of a command took, process start included; all but the elapsed time as GNU time
 * tells it.
 *
 * @param wallSeconds elapsed time
 * @param cpuSeconds user and system time of the process and its children
 * @param peakResidentBytes largest resident set of a single process
 * @param writtenBytes bytes given to the file system to write back
 */
record Measurement(
    double wallSeconds, double cpuSeconds, long peakResidentBytes, long writtenBytes) {

  private static final long TIMEOUT_MINUTES = 10;

  /**
   * {@return what {@code command} took}
   *
   * @throws IOException if it cannot be started, fails, or takes longer than ten minutes
   */
  static Measurement of(List<String> command, Map<String, String> environment)
      throws IOException, InterruptedException {
    Path times = Files.createTempFile("larder-bench", ".time");
    Path output = Files.createTempFile("larder-bench", ".out");
    try {
      var timed =
          new ArrayList<>(List.of("time", "-q", "-o", times.toString(), "-f", "%U %S %M %O"));
      timed.addAll(command);
      var builder =
          new ProcessBuilder(timed).redirectErrorStream(true).redirectOutput(output.toFile());
      builder.environment().putAll(environment);
      long start = System.nanoTime();
      int status = await(builder.start());
      // The tool itself knows no more than hundredths.
      double wallSeconds = (System.nanoTime() - start) / 1e9;
      if (status != 0) {
        throw new IOException(command + " failed: " + Files.readString(output).strip());
      }
      return parse(wallSeconds, Files.readString(times).strip());
    } finally {
      Files.delete(times);
      Files.delete(output);
    }
  }

  private static int await(Process process) throws IOException, InterruptedException {
    try {
      if (!process.waitFor(TIMEOUT_MINUTES, TimeUnit.MINUTES)) {
        throw new IOException("took over " + TIMEOUT_MINUTES + " minutes: " + process.info());
      }
      return process.exitValue();
    } finally {
      process.descendants().forEach(ProcessHandle::destroyForcibly);
      process.destroyForcibly();
    }
  }

  private static Measurement parse(double wallSeconds, String line) {
    String[] fields = line.split(" ", -1);
    return new Measurement(
        wallSeconds,
        Double.parseDouble(fields[0]) + Double.parseDouble(fields[1]),
        Long.parseLong(fields[2]) * 1024,
        Long.parseLong(fields[3]) * 512);
  }
}
