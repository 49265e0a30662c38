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
  private static final int MEMBER_BYTES = 64 << 20;
  private static final int MEMBERS = 160;

  @Test
  void read_tenGibibytesOfZeros_refusedBehindTheFloor() throws IOException {
    byte[] member = memberOfZeros();
    var members = Collections.nCopies(MEMBERS, member).stream().map(ByteArrayInputStream::new);
    InputStream bomb = new SequenceInputStream(Collections.enumeration(members.toList()));
    Assertions.assertTimeoutPreemptively(
        Duration.ofSeconds(90),
        () -> {
          try (var stream = Decompression.open(bomb)) {
            byte[] buffer = new byte[1 << 20];
            assertThatThrownBy(
                    () -> {
                      while (stream.read(buffer) >= 0) {
                        // what comes out is of no interest
                      }
                    })
                .isInstanceOf(DecompressionLimitException.class);
            assertThat(stream.decompressedBytes())
                .isLessThanOrEqualTo(DecompressionLimits.DEFAULT.floorBytes() + buffer.length);
          }
        });
  }

  private static byte[] memberOfZeros() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(bytes)) {
      byte[] zeros = new byte[1 << 20];
      for (int written = 0; written < MEMBER_BYTES; written += zeros.length) {
        gzip.write(zeros);
      }
    }
    return bytes.toByteArray();
  }
}
