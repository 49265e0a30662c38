// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.oci.DiffId;
import dev.larder.oci.Digest;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The locks of a cache. A layer's is held by who makes its file or deletes it, an image's by who
 * makes its fsmeta and descriptor or deletes them, a lease's by who owns the lease. Nobody waits
 * for one lock while holding another.
 */
public final class Locks implements AutoCloseable {
  /** 60 bits: a digest's first ones are as good as all, since a clash only makes somebody wait. */
  private static final int POSITION_HEX_DIGITS = 15;

  /** The files; none where nothing can be locked. */
  private record LockFiles(LockFile layers, LockFile images, LockFile leases) {}

  private final Path directory;
  private final @Nullable LockFiles files;

  private Locks(Path directory, @Nullable LockFiles files) {
    this.directory = directory;
    this.files = files;
  }

  static Locks open(Home home) throws IOException {
    var layers = LockFile.open(home.locks().resolve("layers"));
    try {
      var images = LockFile.open(home.locks().resolve("images"));
      try {
        var leases = LockFile.open(home.locks().resolve("leases"));
        return new Locks(home.locks(), new LockFiles(layers, images, leases));
      } catch (IOException e) {
        images.close();
        throw e;
      }
    } catch (IOException e) {
      layers.close();
      throw e;
    }
  }

  /** {@return locks of a home that cannot be written: for all that is known, others have them} */
  static Locks ofReadOnly(Home home) {
    return new Locks(home.locks(), null);
  }

  /** {@return the lock of a layer, empty if somebody has it} */
  public Optional<HeldLock> tryLayer(DiffId diffId) throws IOException {
    return files == null ? Optional.empty() : files.layers().tryAcquire(position(diffId.digest()));
  }

  /** {@return the lock of a layer, after whoever has it} */
  public HeldLock layer(DiffId diffId) throws IOException, InterruptedException {
    return acquire(requireFiles().layers(), "layer", diffId.digest());
  }

  /** {@return the lock of an image, empty if somebody has it} */
  public Optional<HeldLock> tryImage(Digest manifest) throws IOException {
    return files == null ? Optional.empty() : files.images().tryAcquire(position(manifest));
  }

  /** {@return the lock of an image, after whoever has it} */
  public HeldLock image(Digest manifest) throws IOException, InterruptedException {
    return acquire(requireFiles().images(), "image", manifest);
  }

  /** {@return the lock of a lease, empty if its owner lives} */
  public Optional<HeldLock> tryLease(long lease) throws IOException {
    return files == null ? Optional.empty() : files.leases().tryAcquire(lease);
  }

  private static HeldLock acquire(LockFile file, String kind, Digest name)
      throws IOException, InterruptedException {
    var free = file.tryAcquire(position(name));
    if (free.isPresent()) {
      return free.get();
    }
    var event = new LockWaitJfrEvent();
    event.kind = kind;
    event.name = name.toString();
    event.begin();
    try {
      return file.acquire(position(name));
    } finally {
      event.commit();
    }
  }

  private LockFiles requireFiles() throws StoreException {
    if (files == null) {
      throw new StoreException(directory, new IOException("read-only"));
    }
    return files;
  }

  private static long position(Digest digest) {
    return Long.parseLong(digest.hex(), 0, POSITION_HEX_DIGITS, 16);
  }

  @Override
  public void close() throws IOException {
    if (files != null) {
      try (var _ = files.layers();
          var _ = files.images()) {
        files.leases().close();
      }
    }
  }
}
