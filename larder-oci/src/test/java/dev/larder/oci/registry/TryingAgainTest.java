// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.oci.source.DigestMismatchException;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Delivery.Framing;
import dev.larder.testkit.registry.Delivery.Stop;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import dev.larder.testkit.registry.TestRegistry;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What passes by itself is waited for, what was read is not read again, and nothing hangs. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class TryingAgainTest {

  @ParameterizedTest
  @ValueSource(ints = {408, 429, 500, 502, 503, 504})
  void resolve_passingStatusFiveTimes_succeedsAtTheSixth(int status) throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 5, Misbehaviour.status(status));
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.waits)
          .containsExactly(
              Duration.ofMillis(400),
              Duration.ofMillis(800),
              Duration.ofMillis(1600),
              Duration.ofMillis(3200),
              Duration.ofMillis(6400));
    }
  }

  @Test
  void resolve_passingStatusSixTimes_failsWithTheHistory() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.status(503));
      var thrown = catchThrowableOfType(BadResponseException.class, served.source::resolve);
      assertThat(thrown.status()).hasValue(503);
      assertThat(thrown.getSuppressed()).hasSize(5);
      assertThat(served.registry.exchanges()).hasSize(6);
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {401, 403, 404, 405, 410, 501})
  void resolve_lastingStatus_isNotTriedAgain(int status) throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.status(status));
      assertThatThrownBy(served.source::resolve).isInstanceOf(RegistryException.class);
      assertThat(served.registry.exchanges()).hasSize(1);
    }
  }

  @Test
  void resolve_retryAfterSeconds_waitsThatLongAndJitter() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 1, Misbehaviour.tooManyRequests("7"));
      served.source.resolve();
      assertThat(served.waits).containsExactly(Duration.ofMillis(7400));
    }
  }

  @Test
  void resolve_retryAfterDate_waitsUntilThen() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(
          Request.any(), 1, Misbehaviour.tooManyRequests(httpDate(Instant.now().plusSeconds(20))));
      served.source.resolve();
      assertThat(served.waits).hasSize(1);
      assertThat(served.waits.getFirst())
          .isBetween(Duration.ofSeconds(15), Duration.ofMillis(20_400));
    }
  }

  @Test
  void resolve_retryAfterBeyondPatience_failsAtOnceWithTheResetTime() throws Exception {
    try (var served = Served.openly()) {
      Instant reset = Instant.now().plusSeconds(3600);
      served.registry.script(Request.any(), Misbehaviour.tooManyRequests(httpDate(reset)));
      var thrown = catchThrowableOfType(RateLimitedException.class, served.source::resolve);
      assertThat(thrown.reset().orElseThrow())
          .isBetween(reset.minusSeconds(2), reset.plusSeconds(2));
      assertThat(thrown.serverCode()).contains("TOOMANYREQUESTS");
      assertThat(served.waits).isEmpty();
    }
  }

  static Stream<Misbehaviour> broken() {
    return Stream.of(
        Misbehaviour.dropAfter(1_500_000),
        Misbehaviour.framing(Framing.CHUNKED).and(Misbehaviour.dropAfter(1_500_000)),
        Misbehaviour.framing(Framing.CLOSE).and(Misbehaviour.dropAfter(1_500_000)),
        Misbehaviour.framing(Framing.CHUNKED)
            .and(
                (request, proper) ->
                    proper.withDelivery(proper.delivery().withStop(1_500_000, Stop.END))));
  }

  @ParameterizedTest
  @MethodSource("broken")
  void openBlob_dropped_goesOnByRange(Misbehaviour drop) throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 1, drop);
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(ranges(served)).containsExactly("", "bytes=1500000-");
    }
  }

  @Test
  void openBlob_reset_goesOnFromWhatArrived() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 1, Misbehaviour.resetAfter(1_500_000));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(served.registry.exchanges()).hasSize(2);
    }
  }

  @Test
  void openBlob_droppedAgainAndAgain_goesOnWhileItGetsAhead() throws Exception {
    try (var served = Served.openly()) {
      // More drops than attempts, each behind at least a mebibyte.
      var twice =
          RegistryOptions.DEFAULT.withRetryPolicy(
              new RetryPolicy(2, Duration.ZERO, Duration.ZERO, Duration.ZERO));
      served.registry.script(Request.any(), 2, Misbehaviour.dropAfter(1_100_000));
      try (var client = served.client(twice);
          InputStream in = client.repository(served.reference("app:1")).openBlob(served.blob)) {
        assertThat(in.readAllBytes()).isEqualTo(Served.BLOB);
      }
      assertThat(ranges(served)).containsExactly("", "bytes=1100000-", "bytes=2200000-");
    }
  }

  @Test
  void openBlob_droppedAtEveryTurnWithoutProgress_givesUp() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), Misbehaviour.dropAfter(1000));
      var thrown = catchThrowableOfType(UnreachableException.class, served::readBlob);
      assertThat(thrown.reason()).isEqualTo(UnreachableException.Reason.DROPPED);
      assertThat(served.registry.exchanges()).hasSize(6);
    }
  }

  @Test
  void openBlob_droppedWhereRangesAreNotServed_startsOverAndSkips() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(
          Request.any(), 1, Misbehaviour.dropAfter(1_500_000).and(Misbehaviour.withoutRanges()));
      served.registry.script(Request.any(), Misbehaviour.withoutRanges());
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(served.registry.exchanges()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "bytes 0-2999999/3000000",
        "bytes 1499999-2999999/3000000",
        "bytes 1500000-2000000/3000000",
        "bytes 1500000-2999999/4000000",
        "nonsense"
      })
  void openBlob_wrongContentRange_startsOver(String range) throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 1, Misbehaviour.dropAfter(1_500_000));
      served.registry.script(Request.any(), 1, Misbehaviour.header("Content-Range", range));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(ranges(served)).containsExactly("", "bytes=1500000-", "");
    }
  }

  @Test
  void openBlob_partWhereTheWholeWasAskedFor_isABadResponse() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(
          Request.any(),
          (request, proper) ->
              proper.withStatus(206).withHeader("Content-Range", "bytes 5-2999999/3000000"));
      assertThatThrownBy(served::readBlob)
          .isInstanceOf(BadResponseException.class)
          .hasMessageContaining("asked for the whole");
    }
  }

  @Test
  void openBlob_redirectWhoseBodyBreaksOff_isFollowed() throws Exception {
    try (var served = Served.openly()) {
      served.registry.putBlob("moved", Body.of(Served.BLOB));
      served.registry.script(
          Request.any(),
          1,
          Misbehaviour.redirect(URI.create("/v2/moved/blobs/" + served.blob.digest()))
              .and(Misbehaviour.body(Body.of(new byte[1000])))
              .and(Misbehaviour.dropAfter(100)));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
    }
  }

  @Test
  void openBlob_restOfAnotherContent_isCaughtByTheDigest() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 1, Misbehaviour.dropAfter(1_500_000));
      served.registry.script(Request.any(), 1, Misbehaviour.damageAt(2_000_000));
      assertThatThrownBy(served::readBlob).isInstanceOf(DigestMismatchException.class);
    }
  }

  @Test
  void openBlob_droppedThenFailing_waitsAndGoesOn() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 1, Misbehaviour.dropAfter(1_500_000));
      served.registry.script(Request.any(), 2, Misbehaviour.status(502));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(served.waits).hasSize(3);
    }
  }

  @Test
  void openBlob_droppedThenGone_says404() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 1, Misbehaviour.dropAfter(1_500_000));
      served.registry.script(Request.any(), Misbehaviour.status(404));
      assertThatThrownBy(served::readBlob).isInstanceOf(ContentNotFoundException.class);
    }
  }

  static Stream<Misbehaviour> framings() {
    return Stream.of(Misbehaviour.framing(Framing.CHUNKED), Misbehaviour.framing(Framing.CLOSE));
  }

  @ParameterizedTest
  @MethodSource("framings")
  void openBlob_withoutLength_isReadToTheEnd(Misbehaviour framing) throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), framing);
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
    }
  }

  @Test
  void resolve_droppedWithinTheManifest_isReadAgain() throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), 2, Misbehaviour.dropAfter(5));
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
    }
  }

  @Test
  void resolve_noHeaders_timesOutAndIsTriedAgain() throws Exception {
    try (var served = Served.impatiently()) {
      served.registry.script(Request.any(), 1, Misbehaviour.hang());
      assertThat(served.source.resolve().bytes()).isEqualTo(Served.MANIFEST);
      assertThat(served.waits).hasSize(1);
    }
  }

  @Test
  void openBlob_bodyStandsStill_timesOutAndGoesOn() throws Exception {
    try (var served = Served.impatiently()) {
      served.registry.script(Request.any(), 1, Misbehaviour.hangAfter(1_500_000));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(ranges(served)).containsExactly("", "bytes=1500000-");
    }
  }

  @Test
  void openBlob_slowerThanEveryTimeoutInAll_isNotTimedOut() throws Exception {
    try (var served = Served.impatiently()) {
      served.registry.script(Request.any(), Misbehaviour.slow(1_500_000));
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(served.registry.exchanges()).hasSize(1);
    }
  }

  @Test
  void openBlob_readerSlowerThanTheTimeout_isNotTimedOut() throws Exception {
    try (var served = Served.impatiently();
        InputStream in = served.source.openBlob(served.blob)) {
      assertThat(in.readNBytes(1000)).hasSize(1000);
      Thread.sleep(Served.SHORT.body().multipliedBy(2));
      assertThat(in.readAllBytes()).hasSize(Served.BLOB_BYTES - 1000);
      assertThat(served.registry.exchanges()).hasSize(1);
    }
  }

  static Stream<Misbehaviour> hanging() {
    return Stream.of(Misbehaviour.hang(), Misbehaviour.hangAfter(0), Misbehaviour.hangAfter(9999));
  }

  @ParameterizedTest
  @MethodSource("hanging")
  void interrupt_whileARegistryHangs_endsAtOnceAndStaysSet(Misbehaviour hang) throws Exception {
    try (var served = Served.openly()) {
      served.registry.script(Request.any(), hang);
      assertEndsWhenInterrupted(served);
    }
  }

  @Test
  void interrupt_betweenAttempts_endsAtOnce() throws Exception {
    var registry = TestRegistry.start();
    try (var served = new Served(registry, RegistryOptions.DEFAULT)) {
      registry.script(Request.any(), Misbehaviour.tooManyRequests("50"));
      try (var patient = RegistryClient.open(RegistryOptions.DEFAULT)) {
        var source = patient.repository(served.reference("app:1"));
        var thrown = new AtomicReference<Throwable>();
        Thread thread =
            Thread.ofPlatform()
                .start(
                    () -> {
                      try {
                        source.resolve();
                      } catch (Exception e) {
                        thrown.set(e);
                      }
                    });
        Thread.sleep(300);
        thread.interrupt();
        assertThat(thread.join(Duration.ofSeconds(2))).isTrue();
        assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
      }
    }
  }

  private static void assertEndsWhenInterrupted(Served served) throws Exception {
    var thrown = new AtomicReference<Throwable>();
    var interrupted = new AtomicReference<Boolean>();
    Thread thread =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    served.readBlob();
                  } catch (Exception e) {
                    thrown.set(e);
                    interrupted.set(Thread.currentThread().isInterrupted());
                  }
                });
    while (served.registry.requests(Request.any()) == 0) {
      Thread.sleep(5);
    }
    Thread.sleep(300);
    long start = System.nanoTime();
    thread.interrupt();
    assertThat(thread.join(Duration.ofSeconds(2))).isTrue();
    assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(1));
    assertThat(thrown.get()).isInstanceOf(InterruptedIOException.class);
    assertThat(interrupted.get()).isTrue();
  }

  /** The Range field of each request for the blob, empty where there was none. */
  private static List<String> ranges(Served served) {
    var ranges = new ArrayList<String>();
    served
        .registry
        .exchanges()
        .forEach(exchange -> ranges.add(exchange.request().findHeader("Range").orElse("")));
    return ranges;
  }

  private static String httpDate(Instant instant) {
    return DateTimeFormatter.RFC_1123_DATE_TIME.format(instant.atOffset(ZoneOffset.UTC));
  }
}
