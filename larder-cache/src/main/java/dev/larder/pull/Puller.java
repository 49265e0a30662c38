// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.catalog.ImageRecord;
import dev.larder.erofs.LayerConverter;
import dev.larder.model.PullEvent;
import dev.larder.model.PullListener;
import dev.larder.oci.compression.Decompression;
import dev.larder.oci.image.ImageDocument;
import java.io.IOException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;

/** Pulls images. Safe for use by several threads. */
public final class Puller {
  /** The version of the files that are made. */
  public static final int WRITER_VERSION = LayerConverter.VERSION;

  private final PullContext context;
  private final AtomicBoolean prepared = new AtomicBoolean();

  /** A puller of one cache. */
  public Puller(PullContext context) {
    this.context = context;
  }

  /**
   * {@return the image that {@code job} asks for, which is in the cache now}
   *
   * <p>The pull has threads of its own; the calling thread tells the listener how it goes on. So a
   * listener that takes its time delays the return of this method, and nothing else. An interrupt
   * ends the pull, and this method after it.
   *
   * @throws IOException if the source, the image or the disk is not as it should be; the cache is
   *     then as it was
   */
  public ImageRecord pull(PullJob job, PullListener listener)
      throws IOException, InterruptedException {
    var events = new EventQueue();
    if (prepared.compareAndSet(false, true)) {
      Thread.startVirtualThread(this::prepare);
    }
    try (var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      var pulled =
          executor.submit(
              () -> {
                try {
                  return new PullRun(context, job, events).run();
                } finally {
                  events.end();
                }
              });
      try {
        events.deliver(listener);
        return pulled.get();
      } catch (ExecutionException e) {
        throw Failures.rethrow(e);
      } finally {
        executor.shutdownNow();
      }
    }
  }

  /**
   * While the registry is first asked there is time for what is linked or loaded when first used.
   */
  private void prepare() {
    ImageDocument.prepare();
    Decompression.prepare();
    context.store().prepare();
  }

  /** Tells {@code listener} of an event of a pull that found everything there. */
  public static void tell(PullListener listener, PullEvent event) {
    EventQueue.tell(listener, event);
  }
}
