// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.URI;
import java.net.http.HttpHeaders;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.regex.Pattern;

/**
 * A response whose body is still to be read. Whoever gets it closes it, or the body.
 *
 * @param uri what was asked, behind all redirects
 * @param status the status code
 * @param headers the header fields
 * @param body the body as it comes
 */
record Reply(URI uri, int status, HttpHeaders headers, InputStream body) implements AutoCloseable {
  private static final Pattern DIGITS = Pattern.compile("\\d{1,18}");
  private static final int DRAIN_LIMIT_BYTES = 64 << 10;

  Optional<String> header(String name) {
    return headers.firstValue(name);
  }

  /** {@return the length that the server gives the body, empty if it gives none} */
  OptionalLong length() {
    Optional<String> length = header("Content-Length");
    return length.isPresent() && DIGITS.matcher(length.get()).matches()
        ? OptionalLong.of(Long.parseLong(length.get()))
        : OptionalLong.empty();
  }

  /** Closes, behind a short body that nobody wants, so that the connection can be used again. */
  void discard() throws InterruptedIOException {
    try (body) {
      if (length().orElse(Long.MAX_VALUE) <= DRAIN_LIMIT_BYTES) {
        body.skipNBytes(length().orElse(0));
      }
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException ignored) { // then it cannot be used again
    }
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
