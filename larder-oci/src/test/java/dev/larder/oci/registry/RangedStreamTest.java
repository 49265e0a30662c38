// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.source.DigestMismatchException;
import dev.larder.oci.source.ImageSource;
import dev.larder.oci.source.Retry;
import dev.larder.testkit.registry.Delivery.Framing;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A big blob in several ranges at once: the same bytes, whatever becomes of each range. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class RangedStreamTest {
  private static final int RANGE = 500_000;
  private static final int RANGES = 3;
  private static final RangeWindow.Rule ALWAYS =
      new RangeWindow.Rule(Served.BLOB_BYTES, RANGE, RANGES, Duration.ZERO);
  private static final List<String> ALL_RANGES =
      List.of(
          "bytes=0-499999",
          "bytes=500000-999999",
          "bytes=1000000-1499999",
          "bytes=1500000-1999999",
          "bytes=2000000-2499999",
          "bytes=2500000-");

  private final Served served = Served.openly();
  private final RegistryClient client = served.client(RegistryOptions.DEFAULT, ALWAYS);
  private final ImageSource source = client.repository(served.reference("app:1"));

  @AfterEach
  void close() {
    client.close();
    served.close();
  }

  @Test
  void openBlob_big_comesInRanges() throws Exception {
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).containsExactlyInAnyOrderElementsOf(ALL_RANGES);
  }

  @Test
  void openBlob_readerStandsStill_noMoreThanTheWindowIsFetched() throws Exception {
    try (var in = source.openBlob(served.blob)) {
      awaitRequests(1 + RANGES);
      Thread.sleep(300);
      assertThat(ranges()).hasSize(1 + RANGES);

      assertThat(in.readNBytes(RANGE)).hasSize(RANGE);
      Thread.sleep(100);
      assertThat(ranges()).as("the first range needs no buffer").hasSize(1 + RANGES);

      assertThat(in.readNBytes(RANGE + 1)).hasSize(RANGE + 1);
      awaitRequests(2 + RANGES);
      assertThat(in.readAllBytes()).hasSize(Served.BLOB_BYTES - 2 * RANGE - 1);
    }
  }

  @Test
  void openBlob_oneByteTooSmall_isOneStream() throws Exception {
    var rule = new RangeWindow.Rule(Served.BLOB_BYTES + 1, RANGE, RANGES, Duration.ZERO);
    assertThat(readBlob(rule)).isEqualTo(Served.BLOB);
    assertThat(ranges()).containsExactly("");
  }

  @Test
  void openBlob_near_goesOnAsOneStream() throws Exception {
    var rule = new RangeWindow.Rule(1, RANGE, RANGES, Duration.ofHours(1));
    assertThat(readBlob(rule)).isEqualTo(Served.BLOB);
    assertThat(ranges()).containsExactly("bytes=0-499999", "bytes=500000-");
  }

  @ParameterizedTest
  @ValueSource(ints = {Served.BLOB_BYTES - 1, Served.BLOB_BYTES, Served.BLOB_BYTES + 1})
  void openBlob_rangeAsLongAsTheBlob_isReadWhole(int rangeBytes) throws Exception {
    var rule = new RangeWindow.Rule(1, rangeBytes, RANGES, Duration.ZERO);
    assertThat(readBlob(rule)).isEqualTo(Served.BLOB);
  }

  @Test
  void openBlob_anotherOneHasTheWindow_isOneStreamBehindItsFirstRange() throws Exception {
    try (var _ = source.openBlob(served.blob)) {
      awaitRequests(1 + RANGES);
      served.registry.clearExchanges();
      assertThat(readBlob()).isEqualTo(Served.BLOB);
      assertThat(ranges()).containsExactly("bytes=0-499999", "bytes=500000-");
    }
    served.registry.clearExchanges();
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).as("behind a reader that left early").hasSize(6);
  }

  @Test
  void openBlob_windowGetsFreeMeanwhile_goesOnInRanges() throws Exception {
    var rule = new RangeWindow.Rule(1_000_000, RANGE, RANGES, Duration.ZERO);
    try (var other = served.client(RegistryOptions.DEFAULT, rule)) {
      var repository = other.repository(served.reference("app:1"));
      var first = repository.openBlob(served.blob);
      try (var second = repository.openBlob(served.blob)) {
        byte[] read = second.readNBytes(RANGE + 100_000);
        awaitRequests(3 + RANGES);
        served.registry.clearExchanges();

        first.close();

        assertThat(second.readAllBytes())
            .isEqualTo(Arrays.copyOfRange(Served.BLOB, read.length, Served.BLOB_BYTES));
        assertThat(ranges())
            .containsExactlyInAnyOrder(
                "bytes=1100000-1599999",
                "bytes=1600000-2099999",
                "bytes=2100000-2599999",
                "bytes=2600000-");
      }
    }
  }

  @Test
  void openBlob_rangesNotServed_isOneStream() throws Exception {
    served.registry.script(Request.any(), Misbehaviour.withoutRanges());
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).containsExactly("bytes=0-499999", "");
  }

  @Test
  void openBlob_rangesServedOnceOnly_goesOnAsOneStream() throws Exception {
    served.registry.script(Request.any(), 1, (request, proper) -> proper);
    served.registry.script(Request.any(), Misbehaviour.withoutRanges());
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).hasSizeLessThanOrEqualTo(2 + RANGES).endsWith("bytes=500000-");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 1000000-1499999/3000000",
        "bytes 500000-999998/3000000",
        "bytes 500000-999999/4000000",
        "nonsense"
      })
  void openBlob_wrongContentRange_goesOnAsOneStream(String range) throws Exception {
    served.registry.script(starting(500_000), Misbehaviour.header("Content-Range", range));
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).contains("");
  }

  @Test
  void openBlob_droppedInOneRange_asksForItsRest() throws Exception {
    served.registry.script(starting(1_000_000), 1, dropAfter200KB());
    var retries = new CopyOnWriteArrayList<Retry>();
    try (var in = source.openBlob(served.blob, retries::add)) {
      assertThat(in.readAllBytes()).isEqualTo(Served.BLOB);
    }
    assertThat(ranges()).hasSize(7).containsAll(ALL_RANGES).contains("bytes=1200000-1499999");
    assertThat(retries).singleElement().extracting(Retry::positionBytes).isEqualTo(1_200_000L);
  }

  @Test
  void openBlob_droppedInTheFirstRange_asksForItsRest() throws Exception {
    served.registry.script(Request.any(), 1, dropAfter200KB());
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).hasSize(7).contains("bytes=200000-499999");
  }

  @Test
  void openBlob_droppedInTheFirstRangeAndRangesNoLongerServed_goesOnAsOneStream() throws Exception {
    served.registry.script(Request.any(), 1, dropAfter200KB());
    served.registry.script(Request.any(), Misbehaviour.withoutRanges());
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).endsWith("bytes=200000-");
  }

  @Test
  void openBlob_chunkedRanges_areReadToTheirEnds() throws Exception {
    served.registry.script(Request.any(), Misbehaviour.framing(Framing.CHUNKED));
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).hasSize(6);
  }

  @Test
  void openBlob_rangeFailsForGood_failsWhenItsTurnComes() throws Exception {
    served.registry.script(starting(1_000_000), Misbehaviour.status(404));
    try (var in = source.openBlob(served.blob)) {
      assertThat(in.readNBytes(1_000_000)).hasSize(1_000_000);
      assertThatThrownBy(in::read).isInstanceOf(ContentNotFoundException.class);
    }
  }

  @Test
  void openBlob_damagedRange_isCaughtByTheDigest() {
    served.registry.script(starting(1_000_000), Misbehaviour.damageAt(1_200_000));
    assertThatThrownBy(this::readBlob).isInstanceOf(DigestMismatchException.class);
  }

  @Test
  void interrupt_whileARangeHangs_endsItsFetchersAndFreesTheWindow() throws Exception {
    served.registry.script(starting(500_000), Misbehaviour.hangAfter(1000));
    served.registry.script(starting(1_000_000), Misbehaviour.hang());
    var thrown = new AtomicReference<Throwable>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    readBlob();
                  } catch (IOException e) {
                    thrown.set(e);
                  }
                });
    awaitRequests(1 + RANGES);
    Thread.sleep(300);

    long start = System.nanoTime();
    thread.interrupt();

    // Closing waits for the fetchers, so that the thread's end is theirs.
    assertThat(thread.join(Duration.ofSeconds(5))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    served.registry.clearScripts();
    served.registry.clearExchanges();
    assertThat(readBlob()).isEqualTo(Served.BLOB);
    assertThat(ranges()).hasSize(6);
  }

  private byte[] readBlob() throws IOException {
    try (var in = source.openBlob(served.blob)) {
      return in.readAllBytes();
    }
  }

  private byte[] readBlob(RangeWindow.Rule rule) throws IOException {
    try (var other = served.client(RegistryOptions.DEFAULT, rule);
        var in = other.repository(served.reference("app:1")).openBlob(served.blob)) {
      return in.readAllBytes();
    }
  }

  private void awaitRequests(int count) throws InterruptedException {
    while (served.registry.requests(Request.any()) < count) {
      Thread.sleep(5);
    }
  }

  /** The Range field of each request, empty where there was none. */
  private List<String> ranges() {
    var ranges = new ArrayList<String>();
    served
        .registry
        .exchanges()
        .forEach(exchange -> ranges.add(exchange.request().findHeader("Range").orElse("")));
    return ranges;
  }

  /** At a pace, since what comes together with the end of its connection may be lost. */
  private static Misbehaviour dropAfter200KB() {
    return Misbehaviour.slow(4_000_000).and(Misbehaviour.dropAfter(200_000));
  }

  private static Predicate<Request> starting(long position) {
    return request -> request.findHeader("Range").orElse("").startsWith("bytes=" + position + "-");
  }
}
