// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;

/**
 * When a blob is fetched in several ranges at once, and the buffers that this takes: one blob of a
 * client has them at a time, the others come as one stream each until it is done. So the memory has
 * a bound, however many layers are pulled at once, and with several layers there are several
 * streams anyway. The buffers are made when first needed, and used again. Safe for use by several
 * threads.
 */
final class RangeWindow {
  private final Rule rule;
  private final Semaphore free = new Semaphore(1);
  private List<byte[]> buffers = List.of(); // whoever has the permit

  /**
   * What is fetched in ranges.
   *
   * @param leastBlobBytes smaller blobs are not
   * @param rangeBytes how long a range is
   * @param ranges how many are fetched ahead of the reader
   * @param leastLatency where the first response comes sooner, one stream is as fast: what a
   *     connection carries falls with the time that a byte is on its way
   */
  record Rule(long leastBlobBytes, int rangeBytes, int ranges, Duration leastLatency) {
    static final Rule DEFAULT = new Rule(32 << 20, 4 << 20, 4, Duration.ofMillis(20));
  }

  RangeWindow(Rule rule) {
    this.rule = rule;
  }

  Rule rule() {
    return rule;
  }

  /** {@return what one blob has of the window: nothing yet} */
  Use use() {
    return new Use();
  }

  /** What one blob has of the window: all or nothing. One thread uses it. */
  final class Use implements AutoCloseable {
    private boolean taken;

    private Use() {}

    /**
     * Takes the window if that is worth it and no blob has it.
     *
     * @return whether it was taken now
     */
    boolean tryTake(long bytesLeft) {
      if (taken || bytesLeft < rule.leastBlobBytes() || !free.tryAcquire()) {
        return false;
      }
      taken = true;
      return true;
    }

    /** {@return the buffers, which nobody else uses until this is closed} */
    List<byte[]> buffers() {
      if (buffers.isEmpty()) {
        var made = new ArrayList<byte[]>();
        for (int i = 0; i < rule.ranges(); i++) {
          made.add(new byte[rule.rangeBytes()]);
        }
        buffers = List.copyOf(made);
      }
      return buffers;
    }

    /** Lets another blob have the window, if this one does. */
    @Override
    public void close() {
      if (taken) {
        taken = false;
        free.release();
      }
    }
  }
}
