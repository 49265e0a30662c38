// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;

/** Hands out bytes as they are. */
final class PlainDecoder implements Decoder {
  private final CompressedInput input;

  PlainDecoder(CompressedInput input) {
    this.input = input;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return input.read(target, offset, length);
  }

  @Override
  public String name() {
    return "none";
  }

  @Override
  public void close() {}
}
