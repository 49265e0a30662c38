// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * Bytes that are checked against a descriptor's size and digest as they are read. A wrong digest
 * shows before the last bytes are handed out, bytes behind the size when the end is looked for; the
 * end is clean only if exactly the descriptor's bytes were read. A failure stays: every later read
 * throws it again. Never reads more than one byte beyond the size from what it wraps. Not for
 * several threads.
 */
public final class VerifyingInputStream extends InputStream {
  private final InputStream in;
  private final Supplier<String> name;
  private final Digest wanted;
  private final long sizeBytes;
  private final MessageDigest hash;

  private long readBytes;
  private boolean verified;

  /** The failure that ended this stream, if one did. */
  private @Nullable IOException failure;

  /** Wraps {@code in}, which is closed with this stream. */
  public VerifyingInputStream(InputStream in, Descriptor descriptor) {
    this(in, descriptor, descriptor.digest()::toString);
  }

  /** As the other one, with failures that call the content what {@code name} says then. */
  public VerifyingInputStream(InputStream in, Descriptor descriptor, Supplier<String> name) {
    this.in = in;
    this.name = name;
    this.wanted = descriptor.digest();
    this.sizeBytes = descriptor.sizeBytes();
    this.hash = wanted.algorithm().newHash();
  }

  @Override
  public int read() throws IOException {
    byte[] one = new byte[1];
    return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
  }

  @Override
  public int read(byte[] buffer, int offset, int length) throws IOException {
    Objects.checkFromIndexSize(offset, length, buffer.length);
    if (failure != null) {
      throw failure;
    }
    if (length == 0) {
      return 0;
    }
    try {
      return readBytes == sizeBytes ? readEnd() : readSome(buffer, offset, length);
    } catch (IOException e) {
      failure = e;
      throw e;
    }
  }

  private int readSome(byte[] buffer, int offset, int length) throws IOException {
    int count = in.read(buffer, offset, Math.clamp(sizeBytes - readBytes, 0, length));
    if (count < 0) {
      throw new SizeMismatchException(name.get(), wanted, sizeBytes, readBytes);
    }
    hash.update(buffer, offset, count);
    readBytes += count;
    if (readBytes == sizeBytes) {
      verify();
    }
    return count;
  }

  private int readEnd() throws IOException {
    if (!verified) {
      verify();
    }
    if (in.read() >= 0) {
      throw new SizeMismatchException(name.get(), wanted, sizeBytes, sizeBytes + 1);
    }
    return -1;
  }

  private void verify() throws IOException {
    var got = Digest.of(wanted.algorithm(), hash);
    if (!got.equals(wanted)) {
      throw new DigestMismatchException(name.get(), wanted, got);
    }
    verified = true;
  }

  @Override
  public int available() throws IOException {
    return Math.clamp(sizeBytes - readBytes, 0, in.available());
  }

  @Override
  public void close() throws IOException {
    in.close();
  }
}
