// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import java.io.IOException;
import java.util.Optional;

/**
 * The locks of a cache. A layer's is held by who makes its file or deletes it, an image's by who
 * makes its fsmeta and descriptor or deletes them, a lease's by who owns the lease. Nobody waits
 * for one lock while holding another.
 */
public final class Locks implements AutoCloseable {
  /** 60 bits: a digest's first ones are as good as all, since a clash only makes somebody wait. */
  private static final int POSITION_HEX_DIGITS = 15;

  private final LockFile layers;
  private final LockFile images;
  private final LockFile leases;

  private Locks(LockFile layers, LockFile images, LockFile leases) {
    this.layers = layers;
    this.images = images;
    this.leases = leases;
  }

  static Locks open(Home home) throws IOException {
    var layers = LockFile.open(home.locks().resolve("layers"));
    try {
      var images = LockFile.open(home.locks().resolve("images"));
      try {
        return new Locks(layers, images, LockFile.open(home.locks().resolve("leases")));
      } catch (IOException e) {
        images.close();
        throw e;
      }
    } catch (IOException e) {
      layers.close();
      throw e;
    }
  }

  /** {@return the lock of a layer, empty if somebody has it} */
  public Optional<HeldLock> tryLayer(DiffId diffId) throws IOException {
    return layers.tryAcquire(position(diffId.digest()));
  }

  /** {@return the lock of a layer, after whoever has it} */
  public HeldLock layer(DiffId diffId) throws IOException, InterruptedException {
    return layers.acquire(position(diffId.digest()));
  }

  /** {@return the lock of an image, empty if somebody has it} */
  public Optional<HeldLock> tryImage(Digest manifest) throws IOException {
    return images.tryAcquire(position(manifest));
  }

  /** {@return the lock of an image, after whoever has it} */
  public HeldLock image(Digest manifest) throws IOException, InterruptedException {
    return images.acquire(position(manifest));
  }

  /** {@return the lock of a lease, empty if its owner lives} */
  public Optional<HeldLock> tryLease(long lease) throws IOException {
    return leases.tryAcquire(lease);
  }

  private static long position(Digest digest) {
    return Long.parseLong(digest.hex(), 0, POSITION_HEX_DIGITS, 16);
  }

  @Override
  public void close() throws IOException {
    try (layers;
        images) {
      leases.close();
    }
  }
}
