// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The disk that a VMDK descriptor of flat extents describes, put together by plain copying: the
 * second opinion to {@link QemuImg}.
 */
public final class ConcatenatedDisk {

  private static final int SECTOR_BYTES = 512;
  private static final int CHUNK_BYTES = 1 << 20;

  /** As in {@code RW 2048 FLAT "../layers/x.erofs" 0}. */
  private static final Pattern EXTENT =
      Pattern.compile("(?:RW|RDONLY) (\\d+) FLAT \"([^\"]+)\"(?: (\\d+))?");

  private ConcatenatedDisk() {}

  /**
   * One extent of a descriptor.
   *
   * @param file the file, resolved against the descriptor's directory
   * @param offsetBytes where in the file it begins
   * @param sizeBytes how long it is
   */
  public record Extent(Path file, long offsetBytes, long sizeBytes) {}

  /**
   * {@return the extents of a descriptor, in order}
   *
   * @param vmdk the descriptor
   * @throws IOException when it cannot be read or has no flat extent
   */
  public static List<Extent> extents(Path vmdk) throws IOException {
    var extents = new ArrayList<Extent>();
    for (String line : Files.readAllLines(vmdk)) {
      Matcher matcher = EXTENT.matcher(line.strip());
      if (matcher.matches()) {
        Path file = vmdk.resolveSibling(matcher.group(2)).normalize();
        long offset = matcher.group(3) == null ? 0 : Long.parseLong(matcher.group(3));
        long sectors = Long.parseLong(matcher.group(1));
        extents.add(new Extent(file, offset * SECTOR_BYTES, sectors * SECTOR_BYTES));
      }
    }
    if (extents.isEmpty()) {
      throw new IOException("no flat extent in " + vmdk);
    }
    return extents;
  }

  /**
   * {@return the files of a descriptor, in order and each once: the first is the metadata, the
   * others are its devices}
   *
   * @param vmdk the descriptor
   * @throws IOException when it cannot be read or has no flat extent
   */
  public static List<Path> files(Path vmdk) throws IOException {
    var files = new ArrayList<Path>();
    for (Extent extent : extents(vmdk)) {
      // A file over 2 GiB is several extents in a row, which begin at 0, then go on.
      if (extent.offsetBytes() == 0) {
        files.add(extent.file());
      }
    }
    return files;
  }

  /**
   * Writes the disk. Blocks of zeros become holes.
   *
   * @param vmdk the descriptor
   * @param disk the file to write; must not exist
   * @throws IOException when an extent is missing, shorter than the descriptor says, or the disk
   *     cannot be written
   */
  public static void write(Path vmdk, Path disk) throws IOException {
    try (FileChannel out =
        FileChannel.open(disk, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
      long at = 0;
      for (Extent extent : extents(vmdk)) {
        copy(extent, out, at);
        at += extent.sizeBytes();
      }
      if (at > out.size()) {
        out.write(ByteBuffer.allocate(1), at - 1);
      }
    }
  }

  private static void copy(Extent extent, FileChannel out, long start) throws IOException {
    var chunk = ByteBuffer.allocate(CHUNK_BYTES);
    var zeros = ByteBuffer.allocate(CHUNK_BYTES);
    try (FileChannel in = FileChannel.open(extent.file(), StandardOpenOption.READ)) {
      long done = 0;
      while (done < extent.sizeBytes()) {
        chunk.clear().limit(Math.toIntExact(Math.min(CHUNK_BYTES, extent.sizeBytes() - done)));
        int length = in.read(chunk, extent.offsetBytes() + done);
        if (length < 0) {
          throw new IOException(extent + " is longer than its file");
        }
        chunk.flip();
        if (!chunk.equals(zeros.slice(0, length))) {
          writeFully(out, chunk, start + done);
        }
        done += length;
      }
    }
  }

  private static void writeFully(FileChannel out, ByteBuffer bytes, long start) throws IOException {
    long at = start;
    while (bytes.hasRemaining()) {
      at += out.write(bytes, at);
    }
  }
}
