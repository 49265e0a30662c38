// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Times calls in this process, after a turn that does not count. */
final class Calls {
  private Calls() {}

  /** Something to time. */
  @FunctionalInterface
  interface Call {
    Object run() throws IOException, InterruptedException;
  }

  /** {@return the median of each turn's calls} */
  static Samples seconds(int turns, int callsInATurn, Call call)
      throws IOException, InterruptedException {
    turn(callsInATurn, call);
    var medians = new ArrayList<Double>();
    for (int turn = 0; turn < turns; turn++) {
      medians.add(turn(callsInATurn, call).median());
    }
    return new Samples(medians);
  }

  private static Samples turn(int calls, Call call) throws IOException, InterruptedException {
    List<Double> seconds = new ArrayList<>();
    for (int i = 0; i < calls; i++) {
      long start = System.nanoTime();
      call.run();
      seconds.add((System.nanoTime() - start) / 1e9);
    }
    return new Samples(seconds);
  }
}
