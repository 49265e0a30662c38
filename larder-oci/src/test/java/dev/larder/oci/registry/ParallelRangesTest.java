// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import dev.larder.oci.source.ImageSource;
import dev.larder.testkit.registry.Body;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A big layer in several ranges at once: the same bytes, whatever the registry does. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class ParallelRangesTest {
  private static final byte[] BYTES = new byte[(33 << 20) + 12_345];

  static {
    new Random(11).nextBytes(BYTES);
  }

  private Served served;
  private RegistryClient client;
  private ImageSource source;
  private Descriptor blob;

  @BeforeEach
  void start() {
    served = Served.openly();
    client = served.client(RegistryOptions.DEFAULT.withParallelRanges(3));
    source = client.repository(served.reference("app:1"));
    blob =
        Descriptor.of(
            MediaTypes.OCI_LAYER_GZIP,
            Digest.parse(served.registry.putBlob("app", Body.of(BYTES))),
            BYTES.length);
  }

  @AfterEach
  void stop() {
    client.close();
    served.close();
  }

  private byte[] read() throws IOException {
    try (InputStream in = source.openBlob(blob)) {
      return in.readAllBytes();
    }
  }

  private List<String> ranges() {
    return served.registry.exchanges().stream()
        .map(exchange -> exchange.request().findHeader("Range").orElse("whole"))
        .toList();
  }

  private static Predicate<Request> range(int number) {
    String start = "bytes=" + number * RangesAhead.RANGE_BYTES + "-";
    return request -> request.findHeader("Range").orElse("").startsWith(start);
  }

  @Test
  void openBlob_rangesServed_areReadOnceEach() throws Exception {
    assertThat(read()).isEqualTo(BYTES);
    assertThat(ranges()).hasSize(9).doesNotHaveDuplicates().doesNotContain("whole");
    assertThat(served.registry.mostConnections()).isBetween(2, 3);
    assertThat(served.waits).isEmpty();
  }

  @Test
  void openBlob_smallBlob_isReadAsAWhole() throws Exception {
    try (InputStream in = source.openBlob(served.blob)) {
      assertThat(in.readAllBytes()).isEqualTo(Served.BLOB);
    }
    assertThat(ranges()).containsExactly("whole");
  }

  @Test
  void openBlob_rangesNotServed_isReadAsAWholeFromTheFirstRequest() throws Exception {
    served.registry.script(Request.any(), Misbehaviour.withoutRanges());
    assertThat(read()).isEqualTo(BYTES);
    assertThat(served.registry.exchanges()).hasSize(1);
  }

  @Test
  void openBlob_firstRangeIsAnother_isAskedForAsAWhole() throws Exception {
    served.registry.script(
        range(0), Misbehaviour.header("Content-Range", "bytes 1-4194304/" + BYTES.length));
    assertThat(read()).isEqualTo(BYTES);
    assertThat(ranges()).hasSize(2).endsWith("whole");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 416, 503})
  void openBlob_firstRangeIsRefused_isReadAsAWhole(int status) throws Exception {
    served.registry.script(range(0), 1, Misbehaviour.status(status));
    assertThat(read()).isEqualTo(BYTES);
    assertThat(ranges()).endsWith("whole");
  }

  static Stream<Misbehaviour> faults() {
    return Stream.of(
        Misbehaviour.dropAfter(1_000_000),
        Misbehaviour.resetAfter(1_000_000),
        Misbehaviour.truncatedTo(1_000_000),
        Misbehaviour.header("Content-Range", "bytes 0-4194303/" + BYTES.length),
        Misbehaviour.withoutRanges(),
        Misbehaviour.tooManyRequests("1"),
        Misbehaviour.status(404),
        Misbehaviour.status(503));
  }

  @ParameterizedTest
  @MethodSource("faults")
  void openBlob_rangeFails_theRestIsReadInOrder(Misbehaviour fault) throws Exception {
    served.registry.script(range(4), 1, fault);
    assertThat(read()).isEqualTo(BYTES);
    String rest = "bytes=" + 4 * RangesAhead.RANGE_BYTES + "-";
    List<String> asked = ranges();
    assertThat(asked).containsOnlyOnce(rest);
    // What two other threads have just asked for may arrive after it; nothing more is asked for.
    assertThat(asked.subList(asked.indexOf(rest) + 1, asked.size()))
        .isSubsetOf("bytes=20971520-25165823", "bytes=25165824-29360127");
    assertThat(served.waits).hasSize(1);
  }

  @ParameterizedTest
  @MethodSource("faults")
  void openBlob_lastRangeFails_theRestIsReadInOrder(Misbehaviour fault) throws Exception {
    served.registry.script(range(8), 1, fault);
    assertThat(read()).isEqualTo(BYTES);
  }

  @Test
  void openBlob_firstRangeBreaks_theRestIsReadInOrder() throws Exception {
    served.registry.script(range(0), 1, Misbehaviour.dropAfter(1_000_000));
    assertThat(read()).isEqualTo(BYTES);
  }

  @Test
  void openBlob_twoAtOnce_oneOfThemInRanges() throws Exception {
    try (InputStream first = source.openBlob(blob);
        InputStream second = source.openBlob(blob)) {
      assertThat(second.readAllBytes()).isEqualTo(BYTES);
      assertThat(first.readAllBytes()).isEqualTo(BYTES);
    }
    assertThat(ranges()).hasSize(10).containsOnlyOnce("whole");
  }

  @Test
  void openBlob_theOtherIsDone_goesOnInRanges() throws Exception {
    InputStream first = source.openBlob(blob);
    try (InputStream second = source.openBlob(blob)) {
      byte[] begin = second.readNBytes(1000);
      first.close();
      byte[] rest = second.readAllBytes();
      assertThat(begin).isEqualTo(Arrays.copyOf(BYTES, 1000));
      assertThat(rest).isEqualTo(Arrays.copyOfRange(BYTES, 1000, BYTES.length));
    }
    assertThat(ranges()).contains("bytes=1000-4195303");
    served.registry.clearExchanges();
    assertThat(read()).isEqualTo(BYTES);
    assertThat(ranges()).as("the budget is free again").hasSize(9);
  }

  @Test
  void close_inTheMiddle_endsTheRangesAhead() throws Exception {
    served.registry.script(range(2), Misbehaviour.hang());
    try (InputStream in = source.openBlob(blob)) {
      assertThat(in.readNBytes(5_000_000)).hasSize(5_000_000);
    }
    served.registry.clearScripts();
    assertThat(read()).isEqualTo(BYTES);
  }

  @Test
  void interrupt_whileARangeIsAwaited_endsAtOnce() throws Exception {
    served.registry.script(range(1), Misbehaviour.hang());
    var failure = new AtomicReference<Throwable>();
    var reader =
        Thread.ofPlatform()
            .start(
                () -> {
                  try {
                    read();
                  } catch (IOException e) {
                    failure.set(e);
                  }
                });
    while (served.registry.requests(range(2)) == 0) {
      Thread.sleep(1);
    }
    reader.interrupt();
    assertThat(reader.join(Duration.ofSeconds(10))).isTrue();
    assertThat(failure.get()).isInstanceOf(InterruptedIOException.class);
  }
}
