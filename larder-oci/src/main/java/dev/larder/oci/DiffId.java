// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

import org.jspecify.annotations.Nullable;

/**
 * The identity of a layer: the digest of its uncompressed tar stream (image-spec config.md, Layer
 * DiffID). A type of its own, so that it is never taken for the digest of the compressed blob.
 *
 * @param digest the digest of the uncompressed stream
 */
public record DiffId(Digest digest) implements Comparable<DiffId> {
  /** {@return the diff id written as {@code algorithm:hex}} */
  public static DiffId parse(String text) {
    return new DiffId(Digest.parse(text));
  }

  @Override
  public int compareTo(DiffId other) {
    return digest.compareTo(other.digest);
  }

  /** As a record's own would, for the reason that {@link Digest#equals} gives. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof DiffId diffId && digest.equals(diffId.digest);
  }

  @Override
  public int hashCode() {
    return digest.hashCode();
  }

  /** {@return the diff id as {@code algorithm:hex}} */
  @Override
  public String toString() {
    return digest.toString();
  }
}
