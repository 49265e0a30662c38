// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/** The JDK's zlib. */
final class JdkInflater implements RawInflater {
  private final Inflater inflater = new Inflater(true);
  private int consumed;

  @Override
  public void reset() {
    inflater.reset();
    consumed = 0;
  }

  @Override
  public int inflate(
      byte[] input,
      int inputOffset,
      int inputLength,
      byte[] output,
      int outputOffset,
      int outputLength)
      throws DataFormatException {
    inflater.setInput(input, inputOffset, inputLength);
    int written = inflater.inflate(output, outputOffset, outputLength);
    consumed = inputLength - inflater.getRemaining();
    return written;
  }

  @Override
  public int consumed() {
    return consumed;
  }

  @Override
  public boolean finished() {
    return inflater.finished();
  }

  @Override
  public String name() {
    return "java.util.zip";
  }

  @Override
  public void close() {
    inflater.close();
  }
}
