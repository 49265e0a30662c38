// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.browse.ImageTree;
import dev.larder.browse.ImageTree.LastLink;
import dev.larder.browse.TreeComparison;
import dev.larder.browse.TreeCopy;
import dev.larder.error.CacheStorageException;
import dev.larder.error.CopyFailedException;
import dev.larder.error.ImagePathException;
import dev.larder.error.LarderException;
import dev.larder.model.CopyReport;
import dev.larder.model.FileChange;
import dev.larder.model.FileEntry;
import dev.larder.model.ImageHandle;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * The files in an image, read without a mount and without being root. As long as this is open,
 * nothing takes the image. For one thread at a time.
 *
 * <p>Paths are from the image's root, whether they begin with a slash or not. They are resolved as
 * a process whose root the image is would: links in them are followed inside the image, and no
 * {@code ..} leads out of it. Every method that is given a path throws {@link ImagePathException}
 * if it leads nowhere, every method {@link CacheStorageException} if the image's files cannot be
 * read, and {@link dev.larder.error.OperationCancelledException} if its thread is interrupted: this
 * is of no further use then.
 */
public final class ImageFiles implements AutoCloseable {
  private final Edge edge;
  private final ImageLease lease;
  private final ImageTree tree;

  private ImageFiles(Edge edge, ImageLease lease, ImageTree tree) {
    this.edge = edge;
    this.lease = lease;
    this.tree = tree;
  }

  /** {@return the files of a leased image; the lease ends with it} */
  static ImageFiles open(Edge edge, ImageLease lease) {
    try {
      var tree =
          edge.call(
              "opening the image",
              () -> ImageTree.open(lease.image().reference(), lease.disk()),
              failure -> unreadable(lease, failure));
      return new ImageFiles(edge, lease, tree);
    } catch (RuntimeException e) {
      try (lease) {
        throw e;
      }
    }
  }

  /** {@return the image} */
  public ImageHandle image() {
    return lease.image();
  }

  /** {@return what is at {@code path}; a link that the path ends with is what it means} */
  public FileEntry get(String path) {
    return call(() -> tree.get(path, LastLink.KEPT));
  }

  /** {@return what {@code path} leads to, through all links} */
  public FileEntry follow(String path) {
    return call(() -> tree.get(path, LastLink.FOLLOWED));
  }

  /** {@return the entries of the directory {@code path}, in the order of their names' bytes} */
  public List<FileEntry> list(String path) {
    return call(() -> tree.list(path));
  }

  /**
   * Tells {@code action} of {@code path} and all that is under it: directories before their
   * entries, these in the order of their names' bytes. Only {@code path} itself is followed.
   */
  public void walk(String path, Consumer<FileEntry> action) {
    call(
        () -> {
          tree.walk(path, action);
          return true;
        });
  }

  /**
   * {@return the bytes of the regular file {@code path}} Of use as long as this is open; need not
   * be closed, and has no buffer. It throws {@link IOException}s as they come, for {@link
   * #unreadable} to make something of.
   */
  public InputStream open(String path) {
    return call(() -> tree.open(path));
  }

  /** {@return what {@code failure} of a stream from here means} */
  public LarderException unreadable(IOException failure) {
    return unreadable(lease, failure);
  }

  /**
   * Copies a file, or a directory with all that is in it: bytes, permissions, times (before 1970 in
   * whole seconds), links of both kinds; as root owners too, else without setuid and setgid.
   * Extended attributes are not copied. Devices, pipes, sockets and names that the host cannot have
   * are left out, and reported. A link that the path ends with is copied as it is. Nothing is
   * written outside of {@code destination}, wherever links in the image or in there lead.
   *
   * @param destination if it is a directory, the copy comes into it under its own name; the entries
   *     of the root, or of a path that ends in {@code /.}, come right into it. Else the copy gets
   *     that name. Files of the same names are replaced, directories are merged
   * @return what was copied
   * @throws CopyFailedException if the destination cannot be written
   */
  public CopyReport copy(String path, Path destination) {
    return copy(path, LastLink.KEPT, destination);
  }

  /** Copies as {@link #copy} does, but what a link leads to that the path ends with. */
  public CopyReport copyFollowed(String path, Path destination) {
    return copy(path, LastLink.FOLLOWED, destination);
  }

  private CopyReport copy(String path, LastLink lastLink, Path destination) {
    return call(() -> TreeCopy.copy(tree, path, lastLink, destination));
  }

  /** {@return what differs in {@code after}, in the order of the paths} */
  public List<FileChange> compare(ImageFiles after) {
    return call(() -> TreeComparison.compare(tree, after.tree));
  }

  private <T> T call(Edge.Operation<T> operation) {
    return edge.call("reading the image", operation, failure -> unreadable(lease, failure));
  }

  private static LarderException unreadable(ImageLease lease, IOException failure) {
    return new CacheStorageException(
        lease.disk().extents().getFirst().file(),
        "the files of "
            + lease.image().reference()
            + " cannot be read: "
            + Edge.message(failure)
            + "; verify and repair the image",
        failure);
  }

  /** Closes the files, and lets go of the image. */
  @Override
  public void close() {
    try (lease) {
      edge.cleanUp(tree::close);
    }
  }
}
