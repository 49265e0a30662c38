// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.image.Descriptor;
import dev.larder.oci.source.SizeMismatchException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;

/**
 * A blob's bytes across broken connections: what is missing is asked for by range, and where ranges
 * are not served, the blob is read anew and what is known of it skipped. Verifies nothing: the
 * bytes of two responses are joined on trust, and checked by whoever checks the digest.
 */
final class ResumingStream extends InputStream {
  /** What is shorter is over before more connections pay. */
  private static final long LEAST_AHEAD_BYTES = 32 << 20;

  /** Asks for the blob with the given headers. */
  interface Opener {
    Reply open(Target target, Map<String, String> headers) throws IOException;
  }

  private final Descriptor descriptor;
  private final Opener opener;
  private final Attempts attempts;
  private final RangeBudget budget;

  private long position;

  /** Whether ranges at once are out of the question: they broke, or are not served. */
  private boolean inOrder;

  /** Whether the server has said that it serves ranges. */
  private boolean rangesOffered;

  private boolean rangesServed = true;
  private InputStream body = InputStream.nullInputStream();

  /** Whether the server gave a length, which was found right: nothing is behind it. */
  private boolean lengthKnown;

  /**
   * Asks for the blob, several times if need be.
   *
   * @throws IOException if it cannot be had
   */
  static ResumingStream open(
      Descriptor descriptor, Opener opener, Attempts attempts, RangeBudget budget)
      throws IOException {
    var stream = new ResumingStream(descriptor, opener, attempts, budget);
    attempts.run(stream::connect);
    return stream;
  }

  private ResumingStream(
      Descriptor descriptor, Opener opener, Attempts attempts, RangeBudget budget) {
    this.descriptor = descriptor;
    this.opener = opener;
    this.attempts = attempts;
    this.budget = budget;
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
    if (isTimeForRanges()) {
      body.close();
      attempts.run(this::connect);
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
    inOrder = true; // what broke once need not break again
    attempts.failed(failure);
    attempts.run(this::connect);
  }

  private ResumingStream connect(Target target) throws IOException {
    if (isFitForRanges() && budget.tryTake()) {
      connectAhead(target);
    } else {
      readInOrder(target, opener.open(target, headers()));
    }
    return this;
  }

  private void connectAhead(Target target) throws IOException {
    long to = position + RangesAhead.RANGE_BYTES;
    inOrder = true; // unless all goes well
    try {
      Reply reply = openRange(target, to);
      if (isRange(reply, to)) {
        body = new RangesAhead(reply.body(), target, position, descriptor, opener, budget);
        lengthKnown = true;
        inOrder = false;
      } else {
        readInOrder(target, reply);
      }
    } finally {
      if (inOrder) {
        budget.giveBack();
      }
    }
  }

  /** {@return what comes of a range that is asked for; where it is refused, what is missing} */
  private Reply openRange(Target target, long to) throws IOException {
    try {
      return opener.open(target, ContentRange.of(position, to));
    } catch (BadResponseException e) {
      if (e.isTransient()) {
        throw e;
      }
      return opener.open(target, headers());
    }
  }

  private void readInOrder(Target target, Reply first) throws IOException {
    Reply reply = first;
    if (reply.status() == 206 && !isRange(reply, descriptor.sizeBytes())) {
      // A server that gets ranges wrong is asked for the whole.
      reply.close();
      rangesServed = false;
      reply = opener.open(target, headers());
      if (reply.status() == 206) {
        reply.close();
        throw new BadResponseException(
            Failure.ofStatus(target, reply.status()), "it sends a part, asked for the whole");
      }
    }
    boolean whole = reply.status() == 200;
    body = reply.body();
    lengthKnown = hasRightLength(reply, whole ? 0 : position);
    if (whole) {
      skipKnown(position);
    }
    rangesOffered = reply.header("Accept-Ranges").orElse("").equals("bytes");
  }

  private boolean isRange(Reply reply, long to) {
    return ContentRange.isIn(reply, position, to, descriptor.sizeBytes());
  }

  private boolean isFitForRanges() {
    return !inOrder && descriptor.sizeBytes() - position >= LEAST_AHEAD_BYTES;
  }

  /** Whether the rest had better be read in ranges, since the blob that was in the way is done. */
  private boolean isTimeForRanges() {
    return rangesOffered && !(body instanceof RangesAhead) && isFitForRanges() && budget.isFree();
  }

  private Map<String, String> headers() {
    return position > 0 && rangesServed ? ContentRange.from(position) : ContentRange.WHOLE;
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
