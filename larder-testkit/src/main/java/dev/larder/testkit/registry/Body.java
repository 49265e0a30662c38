// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.Channels;
import java.nio.channels.FileChannel;
import java.nio.channels.WritableByteChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/** Bytes that the registry serves, wherever they are kept. Safe for use by several threads. */
public sealed interface Body {

  /** {@return content held in memory; the array is not copied and must not change} */
  static Body of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /** {@return the content of {@code file}, which is read each time it is served} */
  static Body of(Path file) {
    return new InFile(file);
  }

  /** {@return content that never ends: zero bytes for as long as someone reads them} */
  static Body endless() {
    return new Endless();
  }

  /** {@return this content with all bits of the byte at {@code offset} inverted} */
  default Body withDamageAt(long offset) {
    return new Damaged(this, offset);
  }

  /** {@return the number of bytes} */
  long sizeBytes();

  /** Writes {@code count} bytes from {@code from} on. */
  void writeTo(WritableByteChannel out, long from, long count) throws IOException;

  /** {@return the digest of the bytes as {@code sha256:hex}; they are read for it} */
  default String digest() {
    try {
      var hash = MessageDigest.getInstance("SHA-256");
      writeTo(Channels.newChannel(new Hashing(hash)), 0, sizeBytes());
      return "sha256:" + HexFormat.of().formatHex(hash.digest());
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every JDK has SHA-256", e);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** See {@link #of(byte[])}. */
  final class InMemory implements Body {
    private final byte[] bytes;

    private InMemory(byte[] bytes) {
      this.bytes = bytes;
    }

    @Override
    public long sizeBytes() {
      return bytes.length;
    }

    @Override
    public void writeTo(WritableByteChannel out, long from, long count) throws IOException {
      writeFully(out, ByteBuffer.wrap(bytes, Math.toIntExact(from), Math.toIntExact(count)));
    }
  }

  /** See {@link #of(Path)}. */
  final class InFile implements Body {
    private final Path file;

    private InFile(Path file) {
      this.file = file;
    }

    @Override
    public long sizeBytes() {
      try {
        return Files.size(file);
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void writeTo(WritableByteChannel out, long from, long count) throws IOException {
      try (var channel = FileChannel.open(file)) {
        long done = 0;
        while (done < count) {
          long sent = channel.transferTo(from + done, count - done, out);
          if (sent <= 0) {
            throw new IOException(file + " became shorter while it was served");
          }
          done += sent;
        }
      }
    }
  }

  /** See {@link #endless()}. */
  final class Endless implements Body {
    private Endless() {}

    @Override
    public long sizeBytes() {
      return Long.MAX_VALUE;
    }

    @Override
    public void writeTo(WritableByteChannel out, long from, long count) throws IOException {
      byte[] zeros = new byte[64 << 10];
      for (long left = count; left > 0; left -= zeros.length) {
        writeFully(out, ByteBuffer.wrap(zeros, 0, (int) Math.min(left, zeros.length)));
      }
    }
  }

  /** See {@link #withDamageAt}. */
  final class Damaged implements Body {
    private final Body content;
    private final long offset;

    private Damaged(Body content, long offset) {
      this.content = content;
      this.offset = offset;
    }

    @Override
    public long sizeBytes() {
      return content.sizeBytes();
    }

    @Override
    public void writeTo(WritableByteChannel out, long from, long count) throws IOException {
      if (offset < from || offset >= from + count) {
        content.writeTo(out, from, count);
        return;
      }
      content.writeTo(out, from, offset - from);
      content.writeTo(Channels.newChannel(new Inverting(out)), offset, 1);
      content.writeTo(out, offset + 1, from + count - offset - 1);
    }
  }

  /** Inverts what is written through it. */
  final class Inverting extends OutputStream {
    private final WritableByteChannel out;

    private Inverting(WritableByteChannel out) {
      this.out = out;
    }

    @Override
    public void write(int value) throws IOException {
      writeFully(out, ByteBuffer.wrap(new byte[] {(byte) ~value}));
    }
  }

  /** Hashes what is written to it. */
  final class Hashing extends OutputStream {
    private final MessageDigest hash;

    private Hashing(MessageDigest hash) {
      this.hash = hash;
    }

    @Override
    public void write(int value) {
      hash.update((byte) value);
    }

    @Override
    public void write(byte[] bytes, int from, int count) {
      hash.update(bytes, from, count);
    }
  }

  private static void writeFully(WritableByteChannel out, ByteBuffer bytes) throws IOException {
    while (bytes.hasRemaining()) {
      out.write(bytes);
    }
  }
}
