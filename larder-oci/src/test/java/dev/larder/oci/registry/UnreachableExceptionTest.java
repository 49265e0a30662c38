// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.oci.registry.UnreachableException.Reason;
import java.io.EOFException;
import java.io.IOException;
import java.net.ConnectException;
import java.nio.channels.ClosedChannelException;
import java.security.cert.CertificateExpiredException;
import java.util.Map;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.junit.jupiter.api.Test;

/** What failures of the HTTP client mean: those that no server in these tests gives each time. */
final class UnreachableExceptionTest {
  @Test
  void classify_failureOfTheClient_isWhatItMeans() {
    var failures =
        Map.<IOException, Reason>of(
            new SSLHandshakeException("(bad_certificate) Received fatal alert: bad_certificate"),
            Reason.CLIENT_REFUSED,
            new IOException(new SSLException("Received fatal alert: certificate_required")),
            Reason.CLIENT_REFUSED,
            new SSLHandshakeException("Received fatal alert: handshake_failure"),
            Reason.PROTOCOL,
            new SSLException("Unsupported or unrecognized SSL message"),
            Reason.PROTOCOL,
            new IOException(new CertificateExpiredException()),
            Reason.UNTRUSTED,
            new ConnectException(),
            Reason.REFUSED,
            new ClosedChannelException(),
            Reason.DROPPED,
            new IOException(new EOFException()),
            Reason.DROPPED);

    failures.forEach(
        (failure, reason) ->
            assertThat(UnreachableException.classify(failure)).as("%s", failure).isEqualTo(reason));
  }
}
