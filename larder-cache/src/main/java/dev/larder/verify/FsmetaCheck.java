// SPDX-License-Identifier: Apache-2.0
package dev.larder.verify;

import dev.larder.erofs.ErofsImage;
import dev.larder.erofs.FsmetaWriter;
import dev.larder.erofs.LayerTree;
import dev.larder.verify.FileCheck.Finding;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/** Compares an image's merged metadata with a merge made anew. */
final class FsmetaCheck {
  private static final int BUFFER_BYTES = 1 << 18;

  private FsmetaCheck() {}

  /**
   * {@return what is found of {@code fsmeta}, whose layers stand in {@code layers}} The same layers
   * give the same bytes, by the same version of the writer.
   */
  static Finding compareBytes(Path fsmeta, List<Path> layers) throws InterruptedIOException {
    return FileCheck.look(
        () -> {
          try (var anew = scratch();
              var recorded = FileChannel.open(fsmeta, StandardOpenOption.READ)) {
            merge(layers, anew);
            return isSame(anew.position(0), recorded)
                ? Finding.WHOLE
                : Finding.damaged("it is not what its layers merge to");
          }
        });
  }

  /** {@return what is found of {@code fsmeta}, which another version of the writer made} */
  static Finding compareTrees(Path fsmeta, List<Path> layers) throws InterruptedIOException {
    return FileCheck.look(
        () -> {
          try (var anew = mergedAnew(layers);
              var recorded = ErofsImage.open(fsmeta)) {
            return SameTree.of(anew, recorded)
                ? Finding.WHOLE
                : Finding.damaged("it does not show what its layers merge to");
          }
        });
  }

  private static ErofsImage mergedAnew(List<Path> layers) throws IOException {
    Path file = Files.createTempFile("larder-", ".erofs");
    try {
      try (var out = FileChannel.open(file, StandardOpenOption.WRITE)) {
        merge(layers, out);
      }
      return ErofsImage.open(file);
    } finally {
      Files.delete(file);
    }
  }

  /** A file without a name, outside the home, which may be read-only: nobody has to remove it. */
  private static FileChannel scratch() throws IOException {
    Path file = Files.createTempFile("larder-", ".erofs");
    try {
      return FileChannel.open(file, StandardOpenOption.READ, StandardOpenOption.WRITE);
    } finally {
      Files.delete(file);
    }
  }

  private static void merge(List<Path> layers, FileChannel out) throws IOException {
    var trees = new ArrayList<LayerTree>(layers.size());
    for (var layer : layers) {
      trees.add(LayerTree.read(layer));
    }
    FsmetaWriter.write(trees, out);
  }

  private static boolean isSame(FileChannel left, FileChannel right) throws IOException {
    if (left.size() != right.size()) {
      return false;
    }
    var ofLeft = ByteBuffer.allocateDirect(BUFFER_BYTES);
    var ofRight = ByteBuffer.allocateDirect(BUFFER_BYTES);
    while (fill(left, ofLeft)) {
      if (!fill(right, ofRight) || !ofLeft.flip().equals(ofRight.flip())) {
        return false;
      }
      ofLeft.clear();
      ofRight.clear();
    }
    return true;
  }

  /** Fills the buffer as far as the file goes; says whether there was anything. */
  private static boolean fill(FileChannel from, ByteBuffer to) throws IOException {
    while (to.hasRemaining() && from.read(to) >= 0) {
      // Reads may be short.
    }
    return to.position() > 0;
  }
}
