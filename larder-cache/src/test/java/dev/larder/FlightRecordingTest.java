// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.PullEvent;
import dev.larder.model.PullOptions;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import jdk.jfr.Recording;
import jdk.jfr.consumer.RecordedEvent;
import jdk.jfr.consumer.RecordingFile;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a flight recording of a pull shows. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class FlightRecordingTest extends CacheTest {
  private static final List<String> NAMES =
      List.of("Pull", "Layer", "LockWait", "RegistryRequest", "RegistryRetry");

  @Test
  void pull_whileRecording_leavesEachKindOfEvent() throws Exception {
    var image = TestCache.image("a");
    var layer = image.layers().getFirst();
    String name = test.push("app:1", image);
    var waiting = new AtomicBoolean();
    // At a pace: what comes together with the end of its connection may be lost.
    test.registry()
        .script(
            Request.blob(layer.blobDigest()),
            1,
            Misbehaviour.slow(600).and(Misbehaviour.dropAfter(30)));
    test.registry()
        .script(
            Request.blob(layer.blobDigest()),
            1,
            TestCache.after(waiting::get).and(Misbehaviour.delay(Duration.ofMillis(200))));
    try (var recording = new Recording();
        var executor = Executors.newVirtualThreadPerTaskExecutor()) {
      NAMES.forEach(event -> recording.enable("dev.larder." + event).withoutThreshold());
      recording.start();
      var first = executor.submit(() -> test.cache().pull(name));
      TestCache.await(() -> test.registry().requests(Request.blob(layer.blobDigest())) > 0);
      test.cache()
          .pull(
              name,
              PullOptions.defaults()
                  .withListener(
                      event -> {
                        if (event instanceof PullEvent.LayerWaiting) {
                          waiting.set(true);
                        }
                      }));
      first.get();
      recording.stop();

      var events = events(recording);

      assertThat(of(events, "Pull"))
          .hasSize(2)
          .allSatisfy(
              event -> {
                assertThat(event.getString("reference")).isEqualTo(name);
                assertThat(event.getString("manifest")).isEqualTo(image.digest());
                assertThat(event.getString("failure")).isEmpty();
              });
      assertThat(of(events, "Layer"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("diffId")).isEqualTo(layer.diffId());
                assertThat(event.getLong("blobBytes")).isEqualTo(layer.compressedSizeBytes());
                assertThat(event.getLong("erofsBytes")).isPositive();
              });
      assertThat(of(events, "LockWait"))
          .anySatisfy(event -> assertThat(event.getString("name")).isEqualTo(layer.diffId()));
      assertThat(of(events, "RegistryRequest"))
          .hasSizeGreaterThan(4)
          .allSatisfy(event -> assertThat(event.getInt("status")).isIn(200, 206));
      assertThat(of(events, "RegistryRetry"))
          .singleElement()
          .satisfies(
              event -> {
                assertThat(event.getString("repository")).isEqualTo("app");
                assertThat(event.getLong("positionBytes")).isEqualTo(30);
              });
    }
  }

  private List<RecordedEvent> events(Recording recording) throws IOException {
    Path file = directory.resolve("recording.jfr");
    recording.dump(file);
    return RecordingFile.readAllEvents(file);
  }

  private static List<RecordedEvent> of(List<RecordedEvent> events, String name) {
    return events.stream()
        .filter(event -> event.getEventType().getName().equals("dev.larder." + name))
        .toList();
  }
}
