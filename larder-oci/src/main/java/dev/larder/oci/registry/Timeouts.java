// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.time.Duration;

/**
 * How long a registry may stand still. None of them bounds the time of a whole transfer.
 *
 * @param connect until a connection stands, TLS not counted
 * @param headers from a request until the headers of its response
 * @param body between two parts of a body
 */
public record Timeouts(Duration connect, Duration headers, Duration body) {
  /** 15 seconds to connect, 30 for headers and between two parts of a body. */
  public static final Timeouts DEFAULT =
      new Timeouts(Duration.ofSeconds(15), Duration.ofSeconds(30), Duration.ofSeconds(30));

  /** Checks that each is positive. */
  public Timeouts {
    if (!connect.isPositive() || !headers.isPositive() || !body.isPositive()) {
      throw new IllegalArgumentException(
          "time-outs are positive: " + connect + ", " + headers + ", " + body);
    }
  }
}
