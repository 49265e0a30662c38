// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.error.XattrRefusedException;
import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.tar.DataRun;
import dev.larder.erofs.tar.TarMember;
import dev.larder.erofs.tar.TarPath;
import dev.larder.erofs.tar.TarReader;
import dev.larder.erofs.tar.Warnings;
import dev.larder.erofs.tree.Directory;
import dev.larder.erofs.tree.FileData;
import dev.larder.erofs.unpack.Content;
import dev.larder.erofs.unpack.LayerTreeBuilder;
import dev.larder.erofs.write.BlockOutput;
import dev.larder.erofs.write.ErofsWriter;
import dev.larder.erofs.write.ImageSummary;
import dev.larder.erofs.write.XattrArea;
import java.io.IOException;
import java.io.InputStream;
import java.nio.channels.FileChannel;

/** Turns a layer's tar stream into an EROFS file, in one pass. */
public final class LayerConverter {
  /**
   * The version of what is written here, and by {@link FsmetaWriter}; raised whenever the same
   * layers give other bytes. Files of earlier versions can be read, and merged with newer ones.
   * Since 2 a directory may be implied and hidden at once; since 3 the ends of blocks are filled.
   */
  public static final int VERSION = 3;

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
    var warnings = new Warnings();
    var reader = new TarReader(tar, limits, warnings);
    var builder = new LayerTreeBuilder(limits, warnings);
    var output = new BlockOutput(out);
    Content content = member -> store(member, reader.body(), output);
    for (var member = reader.next(); member.isPresent(); member = reader.next()) {
      requireStorable(member.get());
      builder.add(member.get(), content);
    }
    Directory root = builder.finish();
    ImageSummary image = ErofsWriter.writeLayer(root, output);
    return new LayerSummary(
        image.sizeBytes(),
        image.crc32c(),
        builder.entries(),
        warnings.toList(),
        LayerTree.of(root, output.area(), image.sizeBytes()));
  }

  private static void requireStorable(TarMember member) throws LayerFormatException {
    try {
      XattrArea.requireStorable(member.metadata().xattrs());
    } catch (XattrRefusedException e) {
      var refusal =
          new LayerFormatException(
              member.name().toString(),
              member.offset(),
              "extended attributes that EROFS can hold",
              TarPath.of(e.name()) + ": " + e.reason());
      refusal.initCause(e);
      throw refusal;
    }
  }

  /** Writes a file's runs, and zeros between them, which take no time and no room. */
  private static FileData store(TarMember member, InputStream body, BlockOutput output)
      throws IOException {
    output.startFile();
    long at = 0;
    for (DataRun run : member.runs()) {
      output.zeros(run.offset() - at);
      output.append(body, run.length());
      at = run.end();
    }
    output.zeros(member.size() - at);
    return output.endFile();
  }
}
