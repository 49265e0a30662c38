// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.compression.Compression;
import dev.larder.oci.compression.Decompression;
import dev.larder.oci.image.DocumentLimits;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;

/**
 * Images in a file or directory: an OCI layout as a directory, or as a tar; or what {@code docker
 * save} writes, with or without an OCI layout in it, which is then what counts. Tars may be
 * compressed with gzip or zstd.
 *
 * <p>A plain tar is read in place: opening it reads the headers, and blobs are then read at their
 * position. A compressed one is first expanded into a file that the caller names, keeps as long as
 * the images are read, and deletes. Nothing else is written. Nothing stays open between reads, so
 * there is nothing to close; images may be read by several threads at once.
 */
public final class ImageArchive {
  private final List<ArchivedImage> images;

  private ImageArchive(List<ArchivedImage> images) {
    this.images = List.copyOf(images);
  }

  /**
   * {@return the archive at {@code archive}, within the default limits}
   *
   * @param archive a directory, a file, or something to be read once, such as a named pipe
   * @param expanded where to expand it if it cannot be read in place; is then created or
   *     overwritten
   * @throws MalformedArchiveException if it is no image archive
   * @throws IOException if it cannot be read or expanded
   */
  public static ImageArchive open(Path archive, Path expanded) throws IOException {
    return open(archive, expanded, DocumentLimits.DEFAULT);
  }

  /** {@return the archive at {@code archive}, within {@code limits}} As with the default limits. */
  public static ImageArchive open(Path archive, Path expanded, DocumentLimits limits)
      throws IOException {
    if (Files.notExists(archive)) {
      throw new NoSuchFileException(archive.toString());
    }
    if (Files.isDirectory(archive)) {
      return of(new DirectoryFiles(archive), limits);
    }
    if (Files.isRegularFile(archive) && !isCompressed(archive)) {
      return of(new TarFiles(archive, archive), limits);
    }
    try (var in = Files.newInputStream(archive)) {
      return open(archive, in, expanded, limits);
    }
  }

  /**
   * {@return the archive that {@code in} holds, within the default limits}
   *
   * @param in a tar, compressed or not; read to its end and not closed
   * @param expanded where to write the plain tar; is created or overwritten
   * @throws MalformedArchiveException if it is no image archive
   * @throws IOException if it cannot be read or written
   */
  public static ImageArchive open(InputStream in, Path expanded) throws IOException {
    return open(in, expanded, DocumentLimits.DEFAULT);
  }

  /**
   * {@return the archive that {@code in} holds, within {@code limits}} As with the default ones.
   */
  public static ImageArchive open(InputStream in, Path expanded, DocumentLimits limits)
      throws IOException {
    return open(Path.of("-"), in, expanded, limits);
  }

  /** {@return the images, in the archive's order, each once} */
  public List<ArchivedImage> images() {
    return images;
  }

  private static ImageArchive open(
      Path archive, InputStream in, Path expanded, DocumentLimits limits) throws IOException {
    // Closing the decompressed stream frees its memory; closing the input is left to its opener.
    var unclosed =
        new FilterInputStream(in) {
          @Override
          public void close() {}
        };
    try (var stream = Decompression.open(unclosed);
        var out = Files.newOutputStream(expanded)) {
      byte[] buffer = new byte[1 << 18];
      for (int count = stream.read(buffer); count >= 0; count = stream.read(buffer)) {
        out.write(buffer, 0, count);
      }
    }
    return of(new TarFiles(archive, expanded), limits);
  }

  private static boolean isCompressed(Path archive) throws IOException {
    try (var in = Files.newInputStream(archive);
        var stream = Decompression.open(in)) {
      return stream.compression() != Compression.NONE;
    }
  }

  private static ImageArchive of(ArchiveFiles files, DocumentLimits limits) throws IOException {
    if (files.find(OciLayout.INDEX).isPresent()) {
      return new ImageArchive(OciLayout.images(files, limits));
    }
    if (files.find(DockerSave.MANIFEST).isPresent()) {
      return new ImageArchive(DockerSave.images(files, limits));
    }
    if (files.find("repositories").isPresent()) {
      throw new MalformedArchiveException(
          files.archive(),
          "it was written by a Docker older than 1.10, whose archives are not read");
    }
    throw new MalformedArchiveException(
        files.archive(),
        "it is no image archive: it has neither "
            + OciLayout.INDEX
            + " (OCI layout) nor "
            + DockerSave.MANIFEST
            + " (docker save)");
  }
}
