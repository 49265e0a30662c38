// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.catalog.CatalogException;
import dev.larder.catalog.LayerRecord;
import dev.larder.erofs.LayerConverter;
import dev.larder.erofs.LayerTree;
import dev.larder.model.PullEvent;
import dev.larder.oci.DiffId;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.source.Retry;
import dev.larder.store.StagedFile;
import dev.larder.store.StoreException;
import dev.larder.verify.FileCheck;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.ref.SoftReference;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Sees to it that all layers of one image are in the cache, some at once. Whoever has a layer's
 * lock makes it; everybody else waits for that and finds it there. For one pull.
 */
final class LayerMaker {
  private final PullContext context;
  private final PullJob job;
  private final EventQueue events;
  private final long lease;

  /**
   * The layers made here; their metadata, which saves reading it back, while memory is not short.
   */
  private final Map<DiffId, SoftReference<LayerTree>> made = new ConcurrentHashMap<>();

  private final AtomicLong downloadedBytes = new AtomicLong();

  LayerMaker(PullContext context, PullJob job, EventQueue events, long lease) {
    this.context = context;
    this.job = job;
    this.events = events;
    this.lease = lease;
  }

  /**
   * A layer of the image.
   *
   * @param position its first place in the manifest
   * @param diffId the layer
   * @param blob what it is made from
   */
  record Wanted(int position, DiffId diffId, Descriptor blob) {}

  /** {@return the rows of {@code layers}, each of which is wanted once, in their order} */
  List<LayerRecord> make(List<Wanted> layers) throws IOException, InterruptedException {
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var tasks = new ExecutorCompletionService<LayerRecord>(executor);
      try {
        var futures = layers.stream().map(layer -> tasks.submit(() -> make(layer))).toList();
        for (int done = 0; done < layers.size(); done++) {
          tasks.take().get();
        }
        var records = new ArrayList<LayerRecord>(layers.size());
        for (var future : futures) {
          records.add(future.get());
        }
        return records;
      } catch (ExecutionException e) {
        throw Failures.rethrow(e);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  /** {@return the layers that this pull made itself} */
  List<DiffId> made() {
    return List.copyOf(made.keySet());
  }

  /** {@return the metadata of those of them whose metadata is still in memory} */
  Map<DiffId, LayerTree> trees() {
    var trees = new HashMap<DiffId, LayerTree>();
    made.forEach(
        (diffId, kept) -> {
          var tree = kept.get();
          if (tree != null) {
            trees.put(diffId, tree);
          }
        });
    return trees;
  }

  /** {@return the bytes of the blobs of the layers that this pull made} */
  long downloadedBytes() {
    return downloadedBytes.get();
  }

  private LayerRecord make(Wanted layer) throws IOException, InterruptedException {
    var present = findPresent(layer);
    if (present.isPresent()) {
      return present.get();
    }
    // A slot is waited for without a lock, so that nobody waits for a layer that nobody is making;
    // and a lock without a slot, so that no slot stands idle.
    try (var slot = context.slots().acquire()) {
      var lock = context.store().locks().tryLayer(layer.diffId());
      if (lock.isPresent()) {
        try (var _ = lock.get()) {
          return findOrMake(layer, slot);
        }
      }
    }
    events.put(new PullEvent.LayerWaiting(job.label(), layer.position(), layer.diffId()));
    try (var _ = context.store().locks().layer(layer.diffId())) {
      present = findPresent(layer);
      if (present.isPresent()) {
        return present.get();
      }
      try (var slot = context.slots().acquire()) {
        return findOrMake(layer, slot);
      }
    }
  }

  /** Looks again, since whoever had the lock before may have made the layer. */
  private LayerRecord findOrMake(Wanted layer, LayerSlots.Slot slot)
      throws IOException, InterruptedException {
    var present = findPresent(layer);
    return present.isPresent() ? present.get() : makeHere(layer, slot);
  }

  private Optional<LayerRecord> findPresent(Wanted layer) throws IOException, InterruptedException {
    var file = context.store().home().layer(layer.diffId());
    var row =
        context
            .catalog()
            .read(
                session ->
                    session.layers().findUsable(layer.diffId(), LayerConverter.VERSION, lease));
    if (row.isEmpty() || !FileCheck.of(file, row.get().erofsBytes()).isImage()) {
      return Optional.empty();
    }
    events.put(new PullEvent.LayerCached(job.label(), layer.position(), layer.diffId()));
    return row;
  }

  private LayerRecord makeHere(Wanted layer, LayerSlots.Slot slot)
      throws IOException, InterruptedException {
    var event = new LayerJfrEvent();
    event.reference = job.label();
    event.position = layer.position();
    event.diffId = layer.diffId().toString();
    event.blob = layer.blob().digest().toString();
    event.blobBytes = layer.blob().sizeBytes();
    event.begin();
    try {
      var row = download(layer, slot);
      event.erofsBytes = row.erofsBytes();
      return row;
    } finally {
      event.commit();
    }
  }

  /** A mirror that gives what is wrong is found out at the blob's end; then others are asked. */
  private LayerRecord download(Wanted layer, LayerSlots.Slot slot)
      throws IOException, InterruptedException {
    while (true) {
      try {
        return downloadOnce(layer, slot);
      } catch (StoreException
          | CatalogException
          | InterruptedIOException
          | DiffIdMismatchException e) {
        throw e; // the blob is as its digest says, or was not at fault
      } catch (IOException e) {
        if (!job.source().distrust(layer.blob())) {
          throw e;
        }
        String reason = Objects.requireNonNullElse(e.getMessage(), e.toString());
        retrying(layer, new Retry(reason, 0, Duration.ZERO));
      }
    }
  }

  private LayerRecord downloadOnce(Wanted layer, LayerSlots.Slot slot)
      throws IOException, InterruptedException {
    try (var staged = context.store().stage(lease)) {
      var result =
          new LayerPipeline(job.source(), context.limits(), retry -> retrying(layer, retry))
              .run(
                  layer.blob(),
                  layer.diffId().digest().algorithm(),
                  slot,
                  staged,
                  bytes -> progress(layer, bytes));
      if (!result.diffId().equals(layer.diffId())) {
        throw new DiffIdMismatchException(layer.position(), layer.diffId(), result.diffId());
      }
      var row = publish(layer.diffId(), result.crc32c(), staged);
      made.put(layer.diffId(), new SoftReference<>(result.tree()));
      downloadedBytes.addAndGet(layer.blob().sizeBytes());
      for (String warning : result.warnings()) {
        events.put(new PullEvent.Warning(job.label(), warning));
      }
      events.put(
          new PullEvent.LayerDone(job.label(), layer.position(), layer.diffId(), row.erofsBytes()));
      return row;
    }
  }

  private LayerRecord publish(DiffId diffId, long crc32c, StagedFile staged)
      throws IOException, InterruptedException {
    var catalog = context.catalog();
    if (catalog.read(session -> session.layers().find(diffId)).isPresent()) {
      // The row of a damaged file: it says what is until the one below says what will be.
      catalog.write(
          session -> {
            session.layers().markDamaged(diffId);
            return true;
          });
    }
    var target = context.store().home().layer(diffId);
    var file = staged.publish(target);
    var row =
        new LayerRecord(
            diffId, file.sizeBytes(), file.allocatedBytes(), crc32c, LayerConverter.VERSION);
    try {
      catalog.writeUninterruptibly(session -> session.layers().save(row));
    } catch (CatalogException e) {
      context.store().deleteAfter(e, target);
      throw e;
    }
    return row;
  }

  private void retrying(Wanted layer, Retry retry) {
    events.put(
        new PullEvent.LayerRetrying(
            job.label(), layer.position(), layer.diffId(), retry.reason(), retry.positionBytes()));
  }

  private void progress(Wanted layer, long doneBytes) {
    events.put(
        new PullEvent.LayerProgress(
            job.label(), layer.position(), layer.diffId(), doneBytes, layer.blob().sizeBytes()));
  }
}
