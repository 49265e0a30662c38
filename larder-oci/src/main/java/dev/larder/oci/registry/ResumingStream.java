// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.image.Descriptor;
import dev.larder.oci.source.SizeMismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blob's bytes across broken connections: what is missing is asked for by range, and where ranges
 * are not served, the blob is read anew and what is known of it skipped. Verifies nothing: the
 * bytes of two responses are joined on trust, and checked by whoever checks the digest.
 */
final class ResumingStream extends InputStream {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  /** Asks for the blob with the given headers. */
  interface Opener {
    Reply open(Target target, Map<String, String> headers) throws IOException;
  }

  private final Descriptor descriptor;
  private final Opener opener;
  private final Attempts attempts;

  private long position;
  private boolean rangesServed = true;
  private InputStream body = InputStream.nullInputStream();

  /** Whether the server gave a length, which was found right: nothing is behind it. */
  private boolean lengthKnown;

  /**
   * Asks for the blob, several times if need be.
   *
   * @throws IOException if it cannot be had
   */
  static ResumingStream open(Descriptor descriptor, Opener opener, Attempts attempts)
      throws IOException {
    var stream = new ResumingStream(descriptor, opener, attempts);
    attempts.run(stream::connect);
    return stream;
  }

  private ResumingStream(Descriptor descriptor, Opener opener, Attempts attempts) {
    this.descriptor = descriptor;
    this.opener = opener;
    this.attempts = attempts;
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (position == descriptor.sizeBytes() && lengthKnown) {
      return length == 0 ? 0 : -1;
    }
    while (true) {
      RegistryException failure;
      try {
        int count = body.read(buffer, offset, length);
        if (count >= 0 || position >= descriptor.sizeBytes()) {
          position += Math.max(count, 0);
          attempts.progressed(Math.max(count, 0));
          return count;
        }
        failure = UnreachableException.cutOff(attempts.target(), position, descriptor.sizeBytes());
      } catch (IOException e) {
        failure = broken(e);
      }
      if (position == descriptor.sizeBytes()) {
        return -1; // it broke behind the last byte
      }
      reconnect(failure);
    }
  }

  private void reconnect(RegistryException failure) throws IOException {
    body.close();
    attempts.failed(failure);
    attempts.run(this::connect);
  }

  private ResumingStream connect(Target target) throws IOException {
    Reply reply = opener.open(target, headers());
    if (reply.status() == 206 && !isRest(reply)) {
      // A server that gets ranges wrong is asked for the whole.
      reply.close();
      rangesServed = false;
      reply = opener.open(target, headers());
      if (reply.status() == 206) {
        reply.close();
        throw new BadResponseException(
            new Failure(target, 206, "", "", null), "it sends a part, asked for the whole");
      }
    }
    boolean whole = reply.status() == 200;
    body = reply.body();
    lengthKnown = hasRightLength(reply, whole ? 0 : position);
    if (whole) {
      skipKnown(position);
    }
    return this;
  }

  private Map<String, String> headers() {
    // The bytes are counted, so they must come as they are stored.
    return position > 0 && rangesServed
        ? Map.of("Range", "bytes=" + position + "-", "Accept-Encoding", "identity")
        : Map.of("Accept-Encoding", "identity");
  }

  private boolean isRest(Reply reply) {
    Matcher range = CONTENT_RANGE.matcher(reply.header("Content-Range").orElse(""));
    return position > 0
        && range.matches()
        && Long.parseLong(range.group(1)) == position
        && Long.parseLong(range.group(2)) == descriptor.sizeBytes() - 1
        && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == descriptor.sizeBytes());
  }

  private boolean hasRightLength(Reply reply, long from) throws IOException {
    OptionalLong length = reply.length();
    if (length.isPresent() && length.getAsLong() != descriptor.sizeBytes() - from) {
      reply.close();
      throw new SizeMismatchException(
          attempts.target().describe(),
          descriptor.digest(),
          descriptor.sizeBytes(),
          from + length.getAsLong());
    }
    return length.isPresent();
  }

  private void skipKnown(long bytes) throws IOException {
    try {
      body.skipNBytes(bytes);
    } catch (IOException e) {
      body.close();
      throw broken(e);
    }
  }

  /** {@return what a failure within the body means, unless it is an interrupt, which is thrown} */
  private RegistryException broken(IOException e) throws IOException {
    if (UnreachableException.of(attempts.target(), e) instanceof RegistryException failure) {
      return failure;
    }
    throw e;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
