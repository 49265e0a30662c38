// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.larder.oci.Reference;
import dev.larder.testkit.registry.Misbehaviour;
import dev.larder.testkit.registry.Request;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Registries that stand still, or all but do. */
@Timeout(value = 60, unit = TimeUnit.SECONDS)
final class StandingStillTest {
  /** A byte of each is longer under way than the time-out for a body. */
  private static final Misbehaviour DRIP = Misbehaviour.slow(1);

  @Test
  void openBlob_dripBelowTheThresholdForAWhile_goesOnByRange() throws Exception {
    try (var served = Served.impatiently()) {
      served.registry.script(Request.any(), 2, DRIP);
      assertThat(served.readBlob()).isEqualTo(Served.BLOB);
      assertThat(served.registry.exchanges()).hasSize(3);
    }
  }

  @Test
  void openBlob_dripBelowTheThreshold_givesUp() {
    try (var served = Served.impatiently()) {
      served.registry.script(Request.any(), DRIP);
      var thrown = catchThrowableOfType(UnreachableException.class, served::readBlob);
      assertThat(thrown.reason()).isEqualTo(UnreachableException.Reason.TIMED_OUT);
      assertThat(thrown.getSuppressed()).hasSize(RetryPolicy.DEFAULT.attempts() - 1);
      assertThat(served.registry.exchanges()).hasSize(RetryPolicy.DEFAULT.attempts());
    }
  }

  @Test
  void resolve_connectionIsNotTaken_timesOutAndSaysWhere() throws Exception {
    var timeouts =
        new Timeouts(Duration.ofMillis(300), Duration.ofSeconds(20), Duration.ofSeconds(20));
    var tries = new RetryPolicy(2, Duration.ofMillis(1), Duration.ofMillis(1), Duration.ZERO);
    var options = RegistryOptions.DEFAULT.withTimeouts(timeouts).withRetryPolicy(tries);
    try (var full = new FullServer();
        var client = RegistryClient.open(options)) {
      var source = client.repository(Reference.parse(full.host() + "/app:1"));
      long start = System.nanoTime();

      var thrown = catchThrowableOfType(UnreachableException.class, source::resolve);

      assertThat(thrown.reason()).isEqualTo(UnreachableException.Reason.TIMED_OUT);
      assertThat(thrown).hasMessageContaining(full.host()).hasMessageContaining("app");
      assertThat(Duration.ofNanos(System.nanoTime() - start)).isLessThan(Duration.ofSeconds(10));
    }
  }

  /** Listens, and takes no connection any more: who connects gets no answer from the kernel. */
  private static final class FullServer implements AutoCloseable {
    private final ServerSocketChannel server = ServerSocketChannel.open();
    private final List<SocketChannel> waiting = new ArrayList<>();

    FullServer() throws IOException, InterruptedException {
      server.bind(new InetSocketAddress(InetAddress.ofLiteral("127.0.0.1"), 0), 1);
      boolean taken = true;
      while (taken) {
        var channel = SocketChannel.open();
        waiting.add(channel);
        channel.configureBlocking(false);
        taken = channel.connect(server.getLocalAddress());
        if (!taken) {
          Thread.sleep(100);
          taken = channel.finishConnect();
        }
      }
    }

    String host() {
      return "127.0.0.1:" + server.socket().getLocalPort();
    }

    @Override
    public void close() throws IOException {
      for (SocketChannel channel : waiting) {
        channel.close();
      }
      server.close();
    }
  }
}
