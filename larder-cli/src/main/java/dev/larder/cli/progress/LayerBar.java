// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.output.Words;
import dev.larder.oci.DiffId;

/** What is known of one layer, and the line that shows it. Not safe for use by several threads. */
final class LayerBar {
  /** Of the last reading so much counts, the rest is what was known before. */
  private static final double WEIGHT = 0.2;

  private static final double NANOS_PER_SECOND = 1e9;
  private static final int STATE_WIDTH = 13;
  private static final int WIDEST_BAR = 40;
  private static final int NARROWEST_BAR = 5;

  private final String name;
  private final long sizeBytes;
  private State state = State.WAITING;
  private String remark = "";
  private long doneBytes;
  private long readBytes;
  private long readNanos;
  private double bytesPerSecond;

  /** Where a layer stands. */
  enum State {
    /** Its turn has not come. */
    WAITING("waiting"),
    /** It comes in. */
    DOWNLOADING("downloading"),
    /** Another pull makes it, or the registry is asked again. */
    HELD_UP("held up"),
    /** It was here. */
    CACHED("cached"),
    /** It is here now. */
    DONE("done");

    private final String word;

    State(String word) {
      this.word = word;
    }
  }

  LayerBar(DiffId diffId, long sizeBytes) {
    this.name = Words.shortDigest(diffId.digest());
    this.sizeBytes = sizeBytes;
  }

  State state() {
    return state;
  }

  void become(State newState) {
    state = newState;
    remark = "";
  }

  void holdUp(String why) {
    state = State.HELD_UP;
    remark = Words.printable(why);
  }

  void downloaded(long bytes) {
    become(State.DOWNLOADING);
    doneBytes = bytes;
  }

  /** Takes a reading of the speed. */
  void tick(long nanos) {
    if (state != State.DOWNLOADING) {
      return;
    }
    if (readNanos != 0 && nanos > readNanos) {
      double now = (doneBytes - readBytes) / ((nanos - readNanos) / NANOS_PER_SECOND);
      bytesPerSecond = bytesPerSecond == 0 ? now : bytesPerSecond + WEIGHT * (now - bytesPerSecond);
    }
    readNanos = nanos;
    readBytes = doneBytes;
  }

  /** {@return the line; what does not fit in {@code width} is left out, the bar first} */
  String line(int width) {
    String begin = name + "  " + state.word;
    String padding = " ".repeat(STATE_WIDTH - state.word.length());
    String line =
        switch (state) {
          case WAITING, CACHED -> begin;
          case HELD_UP -> begin + padding + remark;
          case DONE -> begin + padding + Words.size(sizeBytes);
          case DOWNLOADING -> begin + padding + download(width - begin.length() - padding.length());
        };
    return line.length() <= width ? line : line.substring(0, Math.max(width, 0));
  }

  private String download(int width) {
    double part = sizeBytes == 0 ? 1 : Math.min(1.0, (double) doneBytes / sizeBytes);
    String bytes = "%8s / %8s".formatted(Words.size(doneBytes), Words.size(sizeBytes));
    String numbers = bytes + "  %10s".formatted(Words.size(Math.round(bytesPerSecond)) + "/s");
    int room = Math.min(WIDEST_BAR, width - numbers.length() - "[]  ".length());
    if (room >= NARROWEST_BAR) {
      return "[" + bar(part, room) + "]  " + numbers;
    }
    if (bytes.length() > width) {
      return (int) (100 * part) + "%";
    }
    return numbers.length() <= width ? numbers : bytes;
  }

  private static String bar(double part, int width) {
    int full = (int) (part * width);
    String head = full < width ? ">" : "";
    return "=".repeat(full) + head + " ".repeat(width - full - head.length());
  }
}
