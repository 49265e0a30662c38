// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.pack.LayerPacker;
import dev.larder.erofs.read.ImageReader;
import dev.larder.erofs.read.LayerTreeReader;
import dev.larder.erofs.tree.DataArea;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.tree.RegularFile;
import dev.larder.erofs.write.BlockOutput;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * A layer's file as a tar again. The tar is another one than the layer was made from, and depends
 * on the file alone: its bytes are the same whenever it is written. {@link LayerConverter} makes of
 * it a file of the same bytes, if the first tar had no entry that a later one of its own replaced:
 * the bytes of such entries, which nobody sees, are left out.
 *
 * <p>One thread at a time. A thread that is interrupted while it writes closes the file.
 */
public final class LayerTar implements AutoCloseable {
  private static final int BUFFER_BYTES = 1 << 20;

  private final FileChannel layer;
  private final Directory root;

  private LayerTar(FileChannel layer, Directory root) {
    this.layer = layer;
    this.root = root;
  }

  /**
   * {@return the tar of a layer, for the caller to close}
   *
   * @param layer the file, as {@link LayerConverter} writes it
   * @throws CorruptErofsException if it is not what it was
   * @throws IOException if it cannot be read
   */
  public static LayerTar open(Path layer) throws IOException {
    var channel = FileChannel.open(layer, StandardOpenOption.READ);
    try {
      var reader = ImageReader.open(channel, List.of());
      return new LayerTar(channel, LayerTreeReader.read(reader, new DataArea()));
    } catch (IOException | RuntimeException e) {
      try (channel) {
        throw e;
      }
    }
  }

  /**
   * Writes the tar, as often as it is wanted; zeros are written as they are.
   *
   * @param out gets the tar; not closed
   * @throws UnsupportedErofsException if the layer has what no tar of a layer can say: a name that
   *     begins with {@code .wh.}
   * @throws IOException if reading or writing fails
   */
  public void writeTo(OutputStream out) throws IOException {
    var buffered = new BufferedOutputStream(out, BUFFER_BYTES);
    byte[] buffer = new byte[BUFFER_BYTES];
    LayerPacker.pack(root, (to, file) -> copy(file, buffer, to), buffered);
    buffered.flush();
  }

  private void copy(RegularFile file, byte[] buffer, OutputStream out) throws IOException {
    if (!(file.data() instanceof FileData.Blocks(_, long startBlock))) {
      return;
    }
    long at = startBlock * BlockOutput.BLOCK_BYTES;
    long left = file.size();
    while (left > 0) {
      int most = Math.clamp(left, 0, BUFFER_BYTES);
      int got = layer.read(ByteBuffer.wrap(buffer, 0, most), at);
      if (got < 0) {
        throw new CorruptErofsException(at, "file data", "it ends behind the image");
      }
      out.write(buffer, 0, got);
      at += got;
      left -= got;
    }
  }

  /** Closes the layer's file. */
  @Override
  public void close() throws IOException {
    layer.close();
  }
}
