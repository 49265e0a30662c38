// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** Time that this process had a processor, since others may want the machine too. */
final class ProcessorTime {
  /**
   * What is shorter says nothing: the kernel counts in hundredths of a second, and one collection
   * takes tens of them. Squares of what is measured here take many seconds.
   */
  private static final long LEAST_MILLIS = 100;

  /** Caches and the collector make more of it than the number alone. */
  private static final long SLACK = 3;

  /** Something whose time is of interest. */
  @FunctionalInterface
  interface Work {
    void run() throws Exception;
  }

  private ProcessorTime() {}

  /** {@return how long the work took, in milliseconds} */
  static long millisOf(Work work) throws Exception {
    Duration start = soFar();
    work.run();
    return soFar().minus(start).toMillis();
  }

  private static Duration soFar() {
    return ProcessHandle.current().info().totalCpuDuration().orElseThrow();
  }

  /**
   * Requires that time grows with size, and not with its square.
   *
   * @param millis of work on sizes that grow, the smallest first
   * @param growth the largest size in terms of the smallest, much more than {@value #SLACK}
   */
  static void requireLinear(List<Long> millis, long growth) {
    assertThat(millis.getLast())
        .as("milliseconds: %s", millis)
        .isLessThan(SLACK * growth * Math.max(LEAST_MILLIS, millis.getFirst()));
  }
}
