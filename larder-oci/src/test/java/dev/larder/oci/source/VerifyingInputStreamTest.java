// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.oci.Digest;
import dev.larder.oci.image.Descriptor;
import dev.larder.oci.image.MediaTypes;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class VerifyingInputStreamTest {
  private static final byte[] CONTENT = "some bytes that matter".getBytes(StandardCharsets.UTF_8);

  @Test
  void read_rightContent_endsCleanly() throws IOException {
    try (var in = verifying(CONTENT, CONTENT.length)) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void read_byteByByte_endsCleanly() throws IOException {
    try (var in = verifying(CONTENT, CONTENT.length)) {
      for (byte b : CONTENT) {
        assertThat(in.read()).isEqualTo(Byte.toUnsignedInt(b));
      }
      assertThat(in.read()).isEqualTo(-1);
    }
  }

  @Test
  void read_sha512_endsCleanly() throws IOException {
    var hash = Digest.Algorithm.SHA512.newHash();
    hash.update(CONTENT);
    var descriptor = Descriptor.of("any", Digest.of(Digest.Algorithm.SHA512, hash), CONTENT.length);
    try (var in = new VerifyingInputStream(new ByteArrayInputStream(CONTENT), descriptor)) {
      assertThat(in.readAllBytes()).isEqualTo(CONTENT);
    }
  }

  @Test
  void read_empty_endsCleanlyOnlyIfItIs() throws IOException {
    var empty = Descriptor.of("any", Digest.sha256(new byte[0]), 0);
    try (var in = new VerifyingInputStream(InputStream.nullInputStream(), empty)) {
      assertThat(in.read()).isEqualTo(-1);
    }
    var other = Descriptor.of("any", Digest.sha256(CONTENT), 0);
    try (var in = new VerifyingInputStream(InputStream.nullInputStream(), other)) {
      assertThatThrownBy(in::read).isInstanceOf(DigestMismatchException.class);
    }
  }

  @Test
  void read_otherContent_failsBeforeTheLastByteIsOut() throws IOException {
    byte[] other = CONTENT.clone();
    other[3] ^= 1;
    try (var in = verifying(other, CONTENT.length)) {
      assertThat(in.readNBytes(CONTENT.length - 1)).hasSize(CONTENT.length - 1);
      assertThatThrownBy(in::read)
          .isInstanceOfSatisfying(
              DigestMismatchException.class,
              e -> {
                assertThat(e.wanted()).isEqualTo(Digest.sha256(CONTENT));
                assertThat(e.got()).isEqualTo(Digest.sha256(other));
              });
      assertThatThrownBy(in::read).isInstanceOf(DigestMismatchException.class);
    }
  }

  @Test
  void read_cutOff_failsAndStaysFailed() throws IOException {
    try (var in = verifying(Arrays.copyOf(CONTENT, 10), CONTENT.length)) {
      for (int i = 0; i < 2; i++) {
        assertThatThrownBy(in::readAllBytes)
            .isInstanceOfSatisfying(
                SizeMismatchException.class,
                e -> {
                  assertThat(e.wantedBytes()).isEqualTo(CONTENT.length);
                  assertThat(e.gotBytes()).isEqualTo(10);
                });
      }
    }
  }

  @Test
  void read_tooLong_failsAtTheEndAndTakesOneByteMore() throws IOException {
    byte[] longer = Arrays.copyOf(CONTENT, CONTENT.length + 100);
    var source = new ByteArrayInputStream(longer);
    var descriptor = Descriptor.of("any", Digest.sha256(CONTENT), CONTENT.length);
    try (var in = new VerifyingInputStream(source, descriptor)) {
      assertThat(in.readNBytes(CONTENT.length)).isEqualTo(CONTENT);
      assertThatThrownBy(in::read)
          .isInstanceOfSatisfying(
              SizeMismatchException.class,
              e -> assertThat(e.gotBytes()).isEqualTo(CONTENT.length + 1));
    }
    assertThat(source.available()).isEqualTo(99);
  }

  @Test
  void read_sourceFails_staysFailed() throws IOException {
    var source = new FailingOnce();
    var empty = Descriptor.of("any", Digest.sha256(new byte[0]), 0);
    try (var in = new VerifyingInputStream(source, empty)) {
      assertThatThrownBy(in::read).hasMessage("connection reset");
      assertThatThrownBy(in::read).hasMessage("connection reset");
    }
  }

  @Test
  void documentRead_limit_isInclusive() throws IOException {
    var descriptor = Descriptor.of(MediaTypes.OCI_MANIFEST, Digest.sha256(CONTENT), CONTENT.length);

    var document = Document.read(new ByteArrayInputStream(CONTENT), descriptor, CONTENT.length);

    assertThat(document.bytes()).isEqualTo(CONTENT);
    assertThat(document.mediaType()).isEqualTo(MediaTypes.OCI_MANIFEST);
    assertThatThrownBy(
            () -> Document.read(new ByteArrayInputStream(CONTENT), descriptor, CONTENT.length - 1))
        .isInstanceOf(DocumentTooLargeException.class);
  }

  private static VerifyingInputStream verifying(byte[] content, int sizeBytes) {
    return new VerifyingInputStream(
        new ByteArrayInputStream(content), Descriptor.of("any", Digest.sha256(CONTENT), sizeBytes));
  }

  /** Fails at its first read, and is at its end from then on. */
  private static final class FailingOnce extends InputStream {
    private boolean failed;

    @Override
    public int read() throws IOException {
      return read(new byte[1], 0, 1);
    }

    @Override
    public int read(byte[] buffer, int offset, int length) throws IOException {
      if (!failed) {
        failed = true;
        throw new IOException("connection reset");
      }
      return -1;
    }
  }
}
