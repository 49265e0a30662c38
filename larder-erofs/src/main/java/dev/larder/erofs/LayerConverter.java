// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.layer.LayerSummary;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/** Turns a layer's tar stream into an EROFS file, in one pass. */
public final class LayerConverter {
  private LayerConverter() {}

  /**
   * Reads a layer and writes it as an EROFS file.
   *
   * @param tar the uncompressed layer; read to its end, bytes behind the end of the archive
   *     included, so that the caller may hash what passes; not closed. Reads are small: give a
   *     stream that has a buffer
   * @param out an empty file, open for writing; written at positions of this method's choice, not
   *     forced to the disk, not closed
   * @param limits what the layer may ask for
   * @return what was written
   * @throws LayerFormatException if the stream is damaged, over a limit or not a layer
   * @throws IOException if reading or writing fails; what stands in {@code out} then has no meaning
   */
  public static LayerSummary convert(InputStream tar, FileChannel out, LayerLimits limits)
      throws IOException {
    if (out.size() != 0) {
      throw new IllegalArgumentException("the file to write is not empty");
    }
    throw new UnsupportedOperationException("the writer is not there yet");
  }
}
