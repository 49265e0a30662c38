// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.time.Duration;

/**
 * How a response gets on the wire.
 *
 * @param framing how its end is told
 * @param delay how long nothing is sent, from the request on
 * @param stopAfterBytes the number of body bytes behind which it stops; at zero the headers are
 *     sent; beyond the body's end it never stops
 * @param stop what stopping means
 * @param bytesPerSecond the pace of the body
 */
public record Delivery(
    Framing framing, Duration delay, long stopAfterBytes, Stop stop, long bytesPerSecond) {

  /** How the end of a body is told. */
  public enum Framing {
    /** HTTP/1.1 with {@code Content-Length}. */
    LENGTH,
    /** HTTP/1.1 in chunks. */
    CHUNKED,
    /** HTTP/1.0 without a length: the connection's end is the body's end. */
    CLOSE
  }

  /** What happens where a delivery stops. */
  public enum Stop {
    /** The connection is closed. */
    CLOSE,
    /** The connection is reset. */
    RESET,
    /** Nothing more is sent, the connection stays. */
    HANG,
    /** The body ends there as its framing tells an end, as if nothing were missing. */
    END
  }

  /** As it should be. */
  public static final Delivery PROPER =
      new Delivery(Framing.LENGTH, Duration.ZERO, Long.MAX_VALUE, Stop.CLOSE, Long.MAX_VALUE);

  /** {@return this delivery in another framing} */
  public Delivery withFraming(Framing changed) {
    return new Delivery(changed, delay, stopAfterBytes, stop, bytesPerSecond);
  }

  /** {@return this delivery, late} */
  public Delivery withDelay(Duration changed) {
    return new Delivery(framing, changed, stopAfterBytes, stop, bytesPerSecond);
  }

  /** {@return this delivery, stopping behind {@code bytes} of the body} */
  public Delivery withStop(long bytes, Stop changed) {
    return new Delivery(framing, delay, bytes, changed, bytesPerSecond);
  }

  /** {@return this delivery at another pace} */
  public Delivery withPace(long changed) {
    return new Delivery(framing, delay, stopAfterBytes, stop, changed);
  }
}
