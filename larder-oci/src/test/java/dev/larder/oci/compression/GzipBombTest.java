// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.Collections;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

/** A few megabytes that would become many gigabytes. */
final class GzipBombTest {
  private static final int MEMBER_BYTES = 50_000_000;

  @Test
  void read_tenGigabytesOfZeros_refusedBehindTheFloor() throws IOException {
    InputStream bomb = zeros(10_000_000_000L);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(90),
        () -> {
          try (var stream = Decompression.open(bomb)) {
            byte[] buffer = new byte[1 << 20];
            assertThatThrownBy(() -> readToEnd(stream, buffer))
                .isInstanceOf(DecompressionLimitException.class);
            assertThat(stream.decompressedBytes())
                .isLessThanOrEqualTo(DecompressionLimits.DEFAULT.floorBytes() + buffer.length);
          }
        });
  }

  /** As a sparse file comes that was packed without its holes. */
  @Test
  void read_nineGibibytesOfZeros_letThrough() throws IOException {
    InputStream honest = zeros(9L << 30);
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(90),
        () -> {
          try (var stream = Decompression.open(honest)) {
            readToEnd(stream, new byte[1 << 20]);
            assertThat(stream.decompressedBytes()).isGreaterThanOrEqualTo(9L << 30);
          }
        });
  }

  private static void readToEnd(InputStream stream, byte[] buffer) throws IOException {
    while (stream.read(buffer) >= 0) {
      // what comes out is of no interest
    }
  }

  /** {@return so many zeros, or a few more, packed} */
  private static InputStream zeros(long bytes) throws IOException {
    int members = Math.toIntExact(Math.ceilDiv(bytes, MEMBER_BYTES));
    var packed = Collections.nCopies(members, memberOfZeros()).stream();
    return new SequenceInputStream(
        Collections.enumeration(packed.map(ByteArrayInputStream::new).toList()));
  }

  private static byte[] memberOfZeros() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1_000_000];
      for (int written = 0; written < MEMBER_BYTES; written += zeros.length) {
        gzip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }
}
