// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.larder.error.OperationCancelledException;
import dev.larder.model.LoadOptions;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullEvent.LayerWaiting;
import dev.larder.model.PullOptions;
import dev.larder.model.SaveOptions;
import dev.larder.store.Home;
import dev.larder.store.Store;
import dev.larder.testkit.image.ImageArchive;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;

/** An interrupt ends whatever runs, soon and cleanly. */
final class InterruptTest extends CacheTest {
  /** What is asked for is a tenth of a second; the rest is for machines that have much to do. */
  private static final Duration SOON = Duration.ofSeconds(2);

  private final TestImage image = TestCache.image("a", "b");

  @Test
  void calls_onAnInterruptedThread_areCancelled() throws IOException {
    String reference = test.pushAndPull("app:1", image);
    var archive = directory.resolve("archive");
    new ImageArchive().add("loaded:1", image).writeOciLayout(archive);
    var saved = directory.resolve("saved");
    var cache = test.cache();
    var plan = cache.planPrune(PrunePolicy.unused());
    var files = test.files();
    var calls = new LinkedHashMap<String, Runnable>();
    calls.put("get", () -> cache.get(reference));
    calls.put("list", cache::list);
    calls.put("inspect", () -> cache.inspect(reference));
    calls.put("history", () -> cache.history(reference));
    calls.put("pull", () -> cache.pull(reference));
    calls.put("load", () -> cache.load(archive, LoadOptions.defaults()));
    calls.put("save", () -> cache.save(saved, List.of(reference), SaveOptions.defaults()));
    calls.put("tag", () -> cache.tag(reference, "other:1"));
    calls.put("remove", () -> cache.remove(reference));
    calls.put("prune", cache::prune);
    calls.put("planPrune", () -> cache.planPrune(PrunePolicy.unused()));
    calls.put("apply", () -> cache.apply(plan));
    calls.put("lease", () -> cache.lease(reference));
    calls.put("create", () -> cache.sandboxes().create("web", reference));
    calls.put("sandboxes", () -> cache.sandboxes().list());
    calls.put("open", () -> test.open().close());

    calls.forEach(
        (name, call) -> {
          Thread.currentThread().interrupt();
          assertThatThrownBy(call::run)
              .as(name)
              .isInstanceOf(OperationCancelledException.class)
              .hasMessageEndingWith(" was cancelled");
          assertThat(Thread.interrupted()).as("flag after " + name).isTrue();
        });

    assertThat(saved).doesNotExist();
    assertThat(cache.list()).hasSize(1);
    assertThat(cache.sandboxes().list()).isEmpty();
    assertThat(test.files()).isEqualTo(files);
  }

  @Test
  void call_interruptedWhileADirectoryIsForced_isCancelled() throws IOException {
    var home = new Home(test.home());
    try (var store = Store.open(home, step -> {})) {
      assertThatThrownBy(
              () ->
                  new Edge(home)
                      .call(
                          "the prune",
                          () -> {
                            Thread.currentThread().interrupt();
                            store.forceDirectory(Home.Kind.LAYER);
                            return true;
                          }))
          .isInstanceOf(OperationCancelledException.class)
          .hasMessage("the prune was cancelled");
    }
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void pull_interruptedWhileResolving_endsSoonAndCleanly() throws Exception {
    requireCleanEnd(Request.manifest("1"), Misbehaviour.hang());
  }

  @Test
  void pull_interruptedWithinALayer_endsSoonAndCleanly() throws Exception {
    requireCleanEnd(
        Request.blob(image.layers().getLast().blobDigest()), Misbehaviour.hangAfter(20));
  }

  @Test
  void pull_interruptedWhileALayerDrips_endsSoonAndCleanly() throws Exception {
    requireCleanEnd(Request.blob(image.layers().getLast().blobDigest()), Misbehaviour.slow(10));
  }

  private void requireCleanEnd(Predicate<Request> where, Misbehaviour misbehaviour)
      throws InterruptedException {
    String reference = test.push("app:1", image);
    test.registry().script(where, misbehaviour);
    var failure = new AtomicReference<Throwable>();
    var flag = new AtomicReference<Boolean>();
    var puller =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    test.cache().pull(reference);
                  } catch (OperationCancelledException e) {
                    failure.set(e);
                  }
                  flag.set(Thread.currentThread().isInterrupted());
                });
    TestCache.await(() -> test.registry().requests(where) > 0);
    Thread.sleep(50);

    puller.interrupt();

    assertThat(puller.join(SOON)).as("it ends soon").isTrue();
    assertThat(failure.get()).isInstanceOf(OperationCancelledException.class);
    assertThat(flag.get()).isTrue();
    assertThat(test.files()).isEmpty();
    assertThat(Thread.getAllStackTraces().keySet())
        .extracting(Thread::getName)
        .noneMatch(name -> name.startsWith("larder-layer"));
    test.registry().clearScripts();
    assertThat(test.cache().pull(reference).layerCount()).isEqualTo(2);
  }

  @Test
  void pull_interruptedWhileWaitingForAnother_endsSoonAndLeavesTheOtherAlone() throws Exception {
    String reference = test.push("app:1", image);
    String blob = image.layers().getLast().blobDigest();
    var asked = new AtomicBoolean();
    var released = new AtomicBoolean();
    var waits = new AtomicBoolean();
    test.registry()
        .script(
            Request.blob(blob),
            1,
            TestCache.after(
                () -> {
                  asked.set(true);
                  return released.get();
                }));
    var options =
        PullOptions.defaults()
            .withListener(event -> waits.compareAndSet(false, event instanceof LayerWaiting));
    var other = Thread.ofVirtual().start(() -> test.cache().pull(reference));
    TestCache.await(asked::get);
    var failure = new AtomicReference<Throwable>();
    var waiting =
        Thread.ofVirtual()
            .start(() -> failure.set(catchThrowable(() -> test.cache().pull(reference, options))));
    TestCache.await(waits::get);

    waiting.interrupt();

    assertThat(waiting.join(SOON)).isTrue();
    assertThat(failure.get()).isInstanceOf(OperationCancelledException.class);
    assertThat(other.isAlive()).isTrue();
    released.set(true);
    other.join();
    assertThat(test.files()).hasSize(4);
    assertThat(test.registry().blobsServed()).containsEntry(blob, 1);
  }
}
