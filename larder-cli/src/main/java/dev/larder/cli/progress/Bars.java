// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.progress;

import dev.larder.cli.output.Words;
import dev.larder.model.PullEvent;
import dev.larder.oci.DiffId;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.LongSupplier;

/**
 * A line for the image and one for each layer, drawn anew ten times a second. A thread of its own
 * draws, so that speeds sink when nothing comes and a burst of events costs one drawing.
 */
final class Bars implements Progress {
  private static final long PERIOD_MILLIS = 100;

  private final Screen screen;
  private final LongSupplier nanoTime;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition closing = lock.newCondition();

  // All guarded by the lock, as the screen is.
  private final Map<DiffId, LayerBar> layers = new LinkedHashMap<>();
  private String title = "";
  private boolean closed;

  Bars(Screen screen, LongSupplier nanoTime) {
    this.screen = screen;
    this.nanoTime = nanoTime;
  }

  /** {@return bars that are drawn until they are closed} */
  static Bars open(Screen screen) {
    var bars = new Bars(screen, System::nanoTime);
    Thread.ofPlatform().daemon().name("progress").start(bars::keepDrawing);
    return bars;
  }

  private void keepDrawing() {
    lock.lock();
    try {
      while (!closed) {
        tick();
        closing.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS);
      }
    } catch (InterruptedException ignored) { // nobody interrupts it; if somebody does, it ends
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void onEvent(PullEvent event) {
    lock.lock();
    try {
      note(event);
    } finally {
      lock.unlock();
    }
  }

  private void note(PullEvent event) {
    switch (event) {
      case PullEvent.Resolving e -> title(e, "resolving");
      case PullEvent.Resolved e -> {
        title(e, Summary.of(e));
        for (var layer : e.layers()) {
          layers.put(layer.diffId(), new LayerBar(layer.diffId(), layer.sizeBytes()));
        }
      }
      case PullEvent.LayerCached e -> layer(e.diffId()).become(LayerBar.State.CACHED);
      case PullEvent.LayerWaiting e -> layer(e.diffId()).holdUp("by another pull");
      case PullEvent.LayerProgress e -> layer(e.diffId()).downloaded(e.doneBytes());
      case PullEvent.LayerRetrying e -> layer(e.diffId()).holdUp(e.reason());
      case PullEvent.LayerDone e -> layer(e.diffId()).become(LayerBar.State.DONE);
      case PullEvent.Merging e -> title(e, "merging");
      case PullEvent.Warning e -> screen.printAbove(WarningsOnly.line(e));
      case PullEvent.Done e -> title(e, Summary.of(e));
    }
  }

  private void title(PullEvent event, String state) {
    title = event.reference() + ": " + state;
  }

  /** A pull names its layers before it tells of one. */
  private LayerBar layer(DiffId diffId) {
    var layer = layers.get(diffId);
    if (layer == null) {
      throw new IllegalStateException("no such layer: " + diffId);
    }
    return layer;
  }

  /** Takes a reading of all speeds, and draws. */
  void tick() {
    lock.lock();
    try {
      long now = nanoTime.getAsLong();
      layers.values().forEach(layer -> layer.tick(now));
      draw();
    } finally {
      lock.unlock();
    }
  }

  private void draw() {
    var size = screen.size();
    // In the last column some terminals begin a new line.
    int width = Math.max(1, size.columns() - 1);
    var lines = new ArrayList<String>();
    if (!title.isEmpty()) {
      lines.add(title.length() <= width ? title : title.substring(0, width));
    }
    // The title and the cursor take a row each; what scrolls off cannot be drawn again.
    lines.addAll(layerLines(Math.max(1, size.rows() - 2), width));
    screen.draw(lines);
  }

  private List<String> layerLines(int rows, int width) {
    if (layers.size() <= rows) {
      return layers.values().stream().map(layer -> layer.line(width)).toList();
    }
    var lines = new ArrayList<String>();
    int waiting = 0;
    int here = 0;
    int more = 0;
    for (var layer : layers.values()) {
      switch (layer.state()) {
        case WAITING -> waiting++;
        case CACHED, DONE -> here++;
        case DOWNLOADING, HELD_UP -> {
          if (lines.size() < rows - 1) {
            lines.add(layer.line(width));
          } else {
            more++;
          }
        }
      }
    }
    String rest =
        Words.count(layers.size(), "layer")
            + ": "
            + here
            + " here, "
            + waiting
            + " waiting"
            + (more == 0 ? "" : ", " + more + " more downloading");
    lines.add(rest.length() <= width ? rest : rest.substring(0, width));
    return lines;
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      closing.signal();
      draw();
    } finally {
      lock.unlock();
    }
  }
}
