// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * Bytes with a digest, in memory or in a file: what a registry serves and an archive holds. Safe
 * for use by several threads.
 */
public sealed interface Blob {

  /** {@return {@code sha256:} and 64 hexadecimal digits} */
  String digest();

  /** {@return how many bytes} */
  long sizeBytes();

  /**
   * {@return a new stream of the bytes; the caller closes it}
   *
   * @throws IOException when the file cannot be opened
   */
  InputStream open() throws IOException;

  /**
   * {@return a blob in memory}
   *
   * @param bytes its bytes; copied
   */
  static Blob of(byte[] bytes) {
    return new InMemory(bytes);
  }

  /**
   * {@return a blob in a file, which is read once to take the digest}
   *
   * @param file a file that nobody changes while the blob is in use
   * @throws IOException when it cannot be read
   */
  static Blob of(Path file) throws IOException {
    try (InputStream in = Files.newInputStream(file)) {
      return new InFile(file, Sha256.digestOf(in), Files.size(file));
    }
  }

  /** A blob on the heap. */
  final class InMemory implements Blob {
    private final byte[] bytes;
    private final String digest;

    InMemory(byte[] bytes) {
      this.bytes = bytes.clone();
      this.digest = Sha256.digestOf(this.bytes);
    }

    @Override
    public String digest() {
      return digest;
    }

    @Override
    public long sizeBytes() {
      return bytes.length;
    }

    @Override
    public InputStream open() {
      return new ByteArrayInputStream(bytes);
    }

    /** {@return a copy of the bytes} */
    public byte[] bytes() {
      return bytes.clone();
    }
  }

  /**
   * A blob in a file.
   *
   * @param file where it is
   * @param digest its digest
   * @param sizeBytes its size
   */
  record InFile(Path file, String digest, long sizeBytes) implements Blob {
    @Override
    public InputStream open() throws IOException {
      return Files.newInputStream(file);
    }
  }
}
