// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.source.SizeMismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A blob's bytes, or some of them, across broken connections: what is missing is asked for by
 * range, and where ranges are not served, the blob is read anew and what is known of it skipped.
 * Verifies nothing: the bytes of two responses are joined on trust, and checked by whoever checks
 * the digest.
 */
final class ResumingStream extends InputStream {
  private static final Pattern CONTENT_RANGE =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  private final RemoteBlob blob;
  private final long end;
  private final boolean wholeIsRefused;
  private final Attempts attempts;

  private long position;
  private boolean rangesServed = true;
  private InputStream body = InputStream.nullInputStream();

  /** Whether the server gave a length, which was found right: nothing is behind it. */
  private boolean lengthKnown;

  /**
   * Asks for the blob from a position to its end, several times if need be.
   *
   * @throws IOException if it cannot be had
   */
  static ResumingStream from(RemoteBlob blob, long position) throws IOException {
    return new ResumingStream(blob, position, blob.sizeBytes(), false).opened();
  }

  /**
   * Asks for a range of the blob, several times if need be.
   *
   * @param end where it ends, exclusive
   * @throws RangesRefusedException if something else is sent, once or after a break: skipping in
   *     each of many ranges would read the blob many times
   * @throws IOException if it cannot be had
   */
  static ResumingStream range(RemoteBlob blob, long position, long end) throws IOException {
    return new ResumingStream(blob, position, end, true).opened();
  }

  private ResumingStream(RemoteBlob blob, long position, long end, boolean wholeIsRefused) {
    this.blob = blob;
    this.position = position;
    this.end = end;
    this.wholeIsRefused = wholeIsRefused;
    this.attempts = blob.attempts().get();
    attempts.startAt(position);
  }

  private ResumingStream opened() throws IOException {
    return attempts.run(
        () -> {
          connect();
          return this;
        });
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (position == end && (lengthKnown || wholeIsRefused)) {
      return length == 0 ? 0 : -1;
    }
    while (true) {
      RegistryException failure;
      try {
        int count = body.read(buffer, offset, wanted(length));
        if (count >= 0 || position >= end) {
          position += Math.max(count, 0);
          attempts.progressed(Math.max(count, 0));
          return count;
        }
        failure = UnreachableException.cutOff(blob.target(), position, end);
      } catch (IOException e) {
        failure = broken(e);
      }
      if (position == end) {
        return -1; // it broke behind the last byte
      }
      reconnect(failure);
    }
  }

  /** What is behind a range is another range's. Behind the blob's end nothing may be. */
  private int wanted(int length) {
    return wholeIsRefused ? (int) Math.min(length, end - position) : length;
  }

  private void reconnect(RegistryException failure) throws IOException {
    body.close();
    attempts.failed(failure);
    opened();
  }

  private void connect() throws IOException {
    Reply reply = blob.opener().open(headers());
    if (wholeIsRefused && !(reply.status() == 206 && isRest(reply))) {
      reply.close();
      throw new RangesRefusedException(blob.target());
    }
    if (reply.status() == 206 && !isRest(reply)) {
      // A server that gets ranges wrong is asked for the whole.
      reply.close();
      rangesServed = false;
      reply = blob.opener().open(headers());
      if (reply.status() == 206) {
        reply.close();
        throw new BadResponseException(
            new Failure(blob.target(), 206, "", "", null), "it sends a part, asked for the whole");
      }
    }
    boolean whole = reply.status() == 200;
    body = reply.body();
    lengthKnown = hasRightLength(reply, whole ? 0 : position);
    if (whole) {
      skipKnown(position);
    }
  }

  private Map<String, String> headers() {
    // The bytes are counted, so they must come as they are stored.
    return isRangeAskedFor()
        ? Map.of("Range", "bytes=" + position + "-" + last(), "Accept-Encoding", "identity")
        : Map.of("Accept-Encoding", "identity");
  }

  private boolean isRangeAskedFor() {
    return wholeIsRefused || (position > 0 && rangesServed);
  }

  private String last() {
    return end == blob.sizeBytes() ? "" : Long.toString(end - 1);
  }

  private boolean isRest(Reply reply) {
    Matcher range = CONTENT_RANGE.matcher(reply.header("Content-Range").orElse(""));
    return isRangeAskedFor()
        && range.matches()
        && Long.parseLong(range.group(1)) == position
        && Long.parseLong(range.group(2)) == end - 1
        && (range.group(3).equals("*") || Long.parseLong(range.group(3)) == blob.sizeBytes());
  }

  private boolean hasRightLength(Reply reply, long from) throws IOException {
    OptionalLong length = reply.length();
    if (length.isPresent() && length.getAsLong() != end - from) {
      reply.close();
      throw new SizeMismatchException(
          blob.target().describe(), blob.descriptor().digest(), end, from + length.getAsLong());
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
    if (UnreachableException.of(blob.target(), e) instanceof RegistryException failure) {
      return failure;
    }
    throw e;
  }

  @Override
  public void close() throws IOException {
    body.close();
  }
}
