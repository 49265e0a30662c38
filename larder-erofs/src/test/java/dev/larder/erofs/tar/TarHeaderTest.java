// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.erofs.layer.LayerFormatException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import org.junit.jupiter.api.Test;

/** The checksum of a header: POSIX sums unsigned bytes, some old writers signed ones. */
final class TarHeaderTest {
  private static final int CHECKSUM = 148;

  private final byte[] block = new byte[512];

  @Test
  void of_unsignedSum_accepted() throws Exception {
    name("caf\u00e9");
    store(8 * ' ' + 'c' + 'a' + 'f' + 0xe9);

    assertThat(TarHeader.of(block, 0).name()).hasSize(4);
  }

  @Test
  void of_signedSum_accepted() throws Exception {
    name("caf\u00e9");
    store(8 * ' ' + 'c' + 'a' + 'f' + 0xe9 - 256);

    assertThat(TarHeader.of(block, 0).name()).hasSize(4);
  }

  @Test
  void of_sumsBesideBoth_refused() {
    int unsigned = 8 * ' ' + 'c' + 'a' + 'f' + 0xe9;
    for (int sum : new int[] {unsigned - 1, unsigned + 1, unsigned - 257, unsigned - 512}) {
      name("caf\u00e9");
      store(sum);

      assertThatThrownBy(() -> TarHeader.of(block, 7))
          .isInstanceOf(LayerFormatException.class)
          .hasMessageContaining("header checksum " + unsigned);
    }
  }

  private void name(String name) {
    byte[] bytes = name.getBytes(StandardCharsets.ISO_8859_1);
    System.arraycopy(bytes, 0, block, 0, bytes.length);
  }

  private void store(int sum) {
    byte[] octal = String.format(Locale.ROOT, "%06o\0 ", sum).getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(octal, 0, block, CHECKSUM, octal.length);
  }
}
