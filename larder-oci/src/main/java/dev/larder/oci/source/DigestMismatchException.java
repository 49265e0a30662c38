// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.Digest;
import java.io.IOException;

/** Content came whole, but is not what its digest says. */
public final class DigestMismatchException extends IOException {
  private static final long serialVersionUID = 1L;

  private final transient Digest wanted;
  private final transient Digest got;

  /** Content that should be {@code wanted} and is {@code got}. */
  public DigestMismatchException(Digest wanted, Digest got) {
    this("content", wanted, got);
  }

  /** What {@code name} says, should be {@code wanted} and is {@code got}. */
  public DigestMismatchException(String name, Digest wanted, Digest got) {
    super(name + " with the wrong digest: wanted " + wanted + ", got " + got);
    this.wanted = wanted;
    this.got = got;
  }

  /** {@return the digest that was asked for} */
  public Digest wanted() {
    return wanted;
  }

  /** {@return the digest of what came} */
  public Digest got() {
    return got;
  }
}
