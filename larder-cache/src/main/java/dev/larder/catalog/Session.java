// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** The tables, as one transaction sees them. Not to be kept beyond it. */
public final class Session {
  private final ImageTable images;
  private final ImageContentTable contents;
  private final LayerTable layers;
  private final SandboxTable sandboxes;
  private final LeaseTable leases;

  Session(Sql sql) {
    this.images = new ImageTable(sql);
    this.contents = new ImageContentTable(sql);
    this.layers = new LayerTable(sql);
    this.sandboxes = new SandboxTable(sql);
    this.leases = new LeaseTable(sql);
  }

  /** {@return images by their names and digests} */
  public ImageTable images() {
    return images;
  }

  /** {@return what images consist of} */
  public ImageContentTable contents() {
    return contents;
  }

  /** {@return layers} */
  public LayerTable layers() {
    return layers;
  }

  /** {@return sandboxes} */
  public SandboxTable sandboxes() {
    return sandboxes;
  }

  /** {@return leases} */
  public LeaseTable leases() {
    return leases;
  }

  static long micros(Instant time) {
    return ChronoUnit.MICROS.between(Instant.EPOCH, time);
  }

  static Instant instant(long micros) {
    return Instant.EPOCH.plus(micros, ChronoUnit.MICROS);
  }
}
