// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.error.UnsupportedErofsException;
import dev.larder.erofs.read.DirectoryReader;
import dev.larder.erofs.read.Extent;
import dev.larder.erofs.read.ImageReader;
import dev.larder.erofs.read.StoredInode;
import dev.larder.erofs.tree.FileName;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * An EROFS image to browse, without a mount and without being root: a layer, a merged image with
 * the layers that it points into, or an uncompressed image that another program made.
 *
 * <p>One thread at a time. A thread that is interrupted while it reads closes the image's files.
 * Every method that reads throws {@link CorruptErofsException} where the image is damaged, and
 * {@link UnsupportedErofsException} where it uses what cannot be read here.
 */
public final class ErofsImage implements AutoCloseable {
  private final List<FileChannel> channels;
  private final ImageReader reader;

  private ErofsImage(List<FileChannel> channels, ImageReader reader) {
    this.channels = channels;
    this.reader = reader;
  }

  /**
   * Opens an image that stands alone, or a disk on which an image and its devices stand behind one
   * another. Of a merged image without its layers all can be read but the files' bytes.
   *
   * @param image the file
   * @return the image, for the caller to close
   */
  public static ErofsImage open(Path image) throws IOException {
    return open(image, List.of());
  }

  /**
   * Opens a merged image.
   *
   * @param fsmeta the metadata
   * @param devices the layers that it points into, bottom to top
   * @return the image, for the caller to close
   * @throws dev.larder.erofs.error.CorruptErofsException if it is damaged, or has not as many
   *     devices
   */
  public static ErofsImage open(Path fsmeta, List<Path> devices) throws IOException {
    var channels = new ArrayList<FileChannel>();
    try {
      channels.add(FileChannel.open(fsmeta, StandardOpenOption.READ));
      for (Path device : devices) {
        channels.add(FileChannel.open(device, StandardOpenOption.READ));
      }
      var reader = ImageReader.open(channels.getFirst(), channels.subList(1, channels.size()));
      return new ErofsImage(channels, reader);
    } catch (IOException | RuntimeException e) {
      closeAll(channels).ifPresent(e::addSuppressed);
      throw e;
    }
  }

  /** {@return the root directory} */
  public ErofsNode root() throws IOException {
    return node(reader.root());
  }

  /**
   * {@return what a path leads to, if it exists; symlinks are not followed}
   *
   * @param path names with {@code /} between them, from the root; empty ones count for nothing
   */
  public Optional<ErofsNode> find(String path) throws IOException {
    ErofsNode node = root();
    for (String part : path.split("/", -1)) {
      if (part.isEmpty()) {
        continue;
      }
      Optional<ErofsNode> next =
          node.type() == ErofsNode.Type.DIRECTORY
              ? find(node, FileName.of(part))
              : Optional.empty();
      if (next.isEmpty()) {
        return next;
      }
      node = next.get();
    }
    return Optional.of(node);
  }

  /** {@return what a name of a directory leads to, if the directory has it} */
  public Optional<ErofsNode> find(ErofsNode directory, FileName name) throws IOException {
    Optional<DirectoryReader.Entry> entry = reader.directory(directory.inode()).find(name);
    return entry.isEmpty() ? Optional.empty() : Optional.of(node(entry.get().nid()));
  }

  /** {@return the entries of a directory, in the order of their names' bytes} */
  public List<ErofsEntry> children(ErofsNode directory) throws IOException {
    var children = new ArrayList<ErofsEntry>();
    DirectoryReader entries = reader.directory(directory.inode());
    for (var next = entries.next(); next.isPresent(); next = entries.next()) {
      children.add(new ErofsEntry(next.get().name(), node(next.get().nid())));
    }
    return children;
  }

  /** {@return the target of a symlink, as bytes} */
  public byte[] target(ErofsNode symlink) throws IOException {
    return reader.target(symlink.inode());
  }

  /**
   * Reads bytes of a regular file.
   *
   * @param position the first, from the start of the file
   * @param target gets as many as there are, at most its room
   * @return how many, or -1 if the file ends at or before {@code position}
   */
  public int read(ErofsNode file, long position, ByteBuffer target) throws IOException {
    return reader.read(file.inode(), position, target);
  }

  /**
   * Where a file's bytes stand.
   *
   * @param device 0 for the image itself, else the number of the device, from 1
   * @param offset the first byte, from the start of that device
   */
  public record Place(int device, long offset) {}

  /**
   * {@return where a regular file stands, if all its bytes stand in one place} So it is with
   * everything that larder writes but empty files.
   */
  public Optional<Place> place(ErofsNode file) throws IOException {
    if (file.type() != ErofsNode.Type.REGULAR_FILE || file.sizeBytes() == 0) {
      return Optional.empty();
    }
    var extent = reader.extent(file.inode());
    return extent.device() == Extent.HOLE || extent.length() < file.sizeBytes()
        ? Optional.empty()
        : Optional.of(new Place(extent.device(), extent.physical()));
  }

  /**
   * {@return the bytes of a regular file; the stream has no buffer, need not be closed, and is of
   * use as long as the image is open}
   */
  public InputStream open(ErofsNode file) {
    if (file.type() != ErofsNode.Type.REGULAR_FILE) {
      throw new IllegalArgumentException("not a regular file");
    }
    return new FileStream(this, file);
  }

  /** Closes the files. */
  @Override
  public void close() throws IOException {
    Optional<IOException> failure = closeAll(channels);
    if (failure.isPresent()) {
      throw failure.get();
    }
  }

  private ErofsNode node(long nid) throws IOException {
    return node(reader.inode(nid));
  }

  private ErofsNode node(StoredInode inode) throws IOException {
    return new ErofsNode(inode, reader.metadata(inode));
  }

  private static Optional<IOException> closeAll(List<FileChannel> channels) {
    Optional<IOException> first = Optional.empty();
    for (FileChannel channel : channels) {
      try {
        channel.close();
      } catch (IOException e) {
        if (first.isPresent()) {
          first.get().addSuppressed(e);
        } else {
          first = Optional.of(e);
        }
      }
    }
    return first;
  }
}
