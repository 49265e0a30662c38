// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

/** What a figure is to reach. */
sealed interface Target {

  /** {@return whether the median of the turns reaches it} */
  boolean isReachedBy(Figure figure);

  /** {@return it in words} */
  String text(Unit unit);

  /**
   * A value not to exceed.
   *
   * @param value in the figure's seconds or bytes
   */
  record AtMost(double value) implements Target {
    @Override
    public boolean isReachedBy(Figure figure) {
      return figure.larder().median() <= value;
    }

    @Override
    public String text(Unit unit) {
      return "≤ " + unit.text(value);
    }
  }

  /**
   * A share of what the peer takes.
   *
   * @param ratio the largest that will do
   */
  record OfPeer(double ratio) implements Target {
    @Override
    public boolean isReachedBy(Figure figure) {
      return figure.ofPeer().median() <= ratio;
    }

    @Override
    public String text(Unit unit) {
      return "≤ " + ratio + " of msb";
    }
  }

  /**
   * A multiple of what the floor takes.
   *
   * @param ratio the largest that will do
   */
  record OfFloor(double ratio) implements Target {
    @Override
    public boolean isReachedBy(Figure figure) {
      return figure.ofFloor().median() <= ratio;
    }

    @Override
    public String text(Unit unit) {
      return "≤ " + ratio + " of the floor";
    }
  }
}
