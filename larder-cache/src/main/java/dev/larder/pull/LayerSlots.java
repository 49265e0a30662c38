// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;

/**
 * How many layers are made at once, over all pulls of a cache, and the buffers that this takes:
 * made when first needed, and used again. So the memory of pulls has a bound, whatever they pull.
 */
public final class LayerSlots {
  private static final int CHUNKS = 4;
  private static final int BLOB_CHUNK_BYTES = 256 << 10;
  private static final int TAR_CHUNK_BYTES = 1 << 20;

  private final Semaphore free;
  private final ConcurrentLinkedQueue<Slot> idle = new ConcurrentLinkedQueue<>();

  /** Slots for {@code count} layers at once. */
  public LayerSlots(int count) {
    free = new Semaphore(count, true);
  }

  /** {@return a slot, as soon as there is one; whoever waits longest gets it} */
  Slot acquire() throws InterruptedException {
    free.acquire();
    var slot = idle.poll();
    return slot == null ? new Slot(chunks(BLOB_CHUNK_BYTES), chunks(TAR_CHUNK_BYTES)) : slot;
  }

  private static List<Chunk> chunks(int bytes) {
    var chunks = new ArrayList<Chunk>(CHUNKS);
    for (int i = 0; i < CHUNKS; i++) {
      chunks.add(new Chunk(bytes));
    }
    return List.copyOf(chunks);
  }

  /** The buffers of one layer; closing it lets the next layer have them. */
  final class Slot implements AutoCloseable {
    private final List<Chunk> blobChunks;
    private final List<Chunk> tarChunks;

    private Slot(List<Chunk> blobChunks, List<Chunk> tarChunks) {
      this.blobChunks = blobChunks;
      this.tarChunks = tarChunks;
    }

    Ring blobRing() {
      return new Ring(blobChunks);
    }

    Ring tarRing() {
      return new Ring(tarChunks);
    }

    @Override
    public void close() {
      idle.add(this);
      free.release();
    }
  }
}
