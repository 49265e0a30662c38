// SPDX-License-Identifier: Apache-2.0
package dev.larder.browse;

import dev.larder.erofs.ErofsNode;
import dev.larder.error.CopyFailedException;
import dev.larder.model.CopyReport;
import dev.larder.model.CopyReport.Skipped;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.ClosedByInterruptException;
import java.nio.channels.FileChannel;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.BasicFileAttributeView;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;

/**
 * Copies files out of an image. Nothing is written outside of the destination: names are single
 * parts of a path, each directory is one that was made or found to be no link, and links are only
 * made, never followed. For one thread, once.
 */
public final class TreeCopy {
  private static final int BUFFER_BYTES = 1 << 18;
  private static final byte[] ZEROS = new byte[BUFFER_BYTES];
  private static final String PRIVATE = "rwx------";
  private static final String PRIVATE_FILE = "rw-------";
  private static final String NAME_REFUSED = "the host cannot have that name";
  private static final LinkOption AS_IT_IS = LinkOption.NOFOLLOW_LINKS;

  /** setuid and setgid: they mean nothing good under another owner. */
  private static final int SET_IDS = 06000;

  private final ImageTree tree;
  private final ByteBuffer buffer = ByteBuffer.allocate(BUFFER_BYTES);

  /** Where each inode with several names was copied to. */
  private final Map<Long, Path> copies = new HashMap<>();

  /** The directories that are being filled, from the top. */
  private final Deque<Path> directories = new ArrayDeque<>();

  private final List<Skipped> skipped = new ArrayList<>();
  private boolean ownersKept;
  private long files;
  private long directoryCount;
  private long symlinks;
  private long bytes;

  private TreeCopy(ImageTree tree) {
    this.tree = tree;
  }

  /**
   * Copies the file or directory {@code path}. If {@code destination} is a directory the copy comes
   * into it under its own name, and the entries of a path that has none, like the root or one that
   * ends in {@code /.}, come right into it. Else the copy gets that name.
   *
   * @return what was copied
   */
  public static CopyReport copy(
      ImageTree tree, String path, ImageTree.LastLink lastLink, Path destination)
      throws IOException {
    var top = tree.resolve(path, lastLink);
    var copy = new TreeCopy(tree);
    copy.run(top, copy.target(top, path, destination));
    return new CopyReport(copy.files, copy.directoryCount, copy.symlinks, copy.bytes, copy.skipped);
  }

  private Path target(Located top, String path, Path destination) throws IOException {
    if (!Files.isDirectory(destination)) {
      var parent = destination.toAbsolutePath().getParent();
      if (parent == null || !Files.isDirectory(parent)) {
        throw new CopyFailedException(destination, "there is no directory " + parent);
      }
      return parent.toRealPath().resolve(Objects.requireNonNull(destination.getFileName()));
    }
    var directory = destination.toRealPath();
    boolean hasName = top.nameBytes().length > 0 && !path.endsWith("/.") && !path.equals(".");
    if (!hasName) {
      return directory;
    }
    return child(directory, top)
        .orElseThrow(() -> new CopyFailedException(destination, NAME_REFUSED + ": " + top.path()));
  }

  /** {@return a name in a directory of the host; empty if the host cannot have that name} */
  private static Optional<Path> child(Path directory, Located file) {
    byte[] name = file.nameBytes();
    try {
      var path = Path.of(text(name));
      // One part, and none that leads elsewhere, whatever a damaged image holds.
      boolean isPlain = path.getNameCount() == 1 && path.normalize().equals(path);
      return isPlain && !path.isAbsolute() && !path.toString().isEmpty() && !isUp(path)
          ? Optional.of(directory.resolve(path))
          : Optional.empty();
    } catch (CharacterCodingException | InvalidPathException ignored) { // the caller leaves it out
      return Optional.empty();
    }
  }

  private static boolean isUp(Path path) {
    return path.toString().equals("..");
  }

  private static String text(byte[] bytes) throws CharacterCodingException {
    return StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
  }

  private void run(Located top, Path target) throws IOException {
    tree.walk(
        top,
        new ImageTree.Visitor() {
          @Override
          public boolean enter(Located file) throws IOException {
            var parent = directories.peekLast();
            var to = parent == null ? Optional.of(target) : child(parent, file);
            if (to.isEmpty()) {
              skipped.add(new Skipped(file.path(), NAME_REFUSED));
              return false;
            }
            return make(file, to.get());
          }

          @Override
          public void leave(Located directory) throws IOException {
            // Last, since a directory may forbid to write into it, and its time changes with that.
            var made = directories.removeLast();
            attempt(made, () -> setAttributes(made, directory.node()));
          }
        });
  }

  /** Makes a copy at {@code target}; says whether it is a directory to be filled. */
  private boolean make(Located file, Path target) throws IOException {
    return switch (file.node().type()) {
      case DIRECTORY -> {
        attempt(target, () -> makeDirectory(target));
        directories.addLast(target);
        directoryCount++;
        yield true;
      }
      case REGULAR_FILE -> {
        makeFile(file.node(), target);
        files++;
        yield false;
      }
      case SYMLINK -> {
        makeSymlink(file, target);
        yield false;
      }
      case CHARACTER_DEVICE, BLOCK_DEVICE, FIFO, SOCKET -> {
        skipped.add(new Skipped(file.path(), "devices, pipes and sockets are not made"));
        yield false;
      }
    };
  }

  private void makeDirectory(Path target) throws IOException {
    try {
      Files.createDirectory(
          target, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString(PRIVATE)));
    } catch (FileAlreadyExistsException e) {
      if (!Files.isDirectory(target, AS_IT_IS)) {
        throw new FileSystemException(target.toString(), null, "it is there, and no directory");
      }
    }
    noteOwner(target);
  }

  private void makeFile(ErofsNode file, Path target) throws IOException {
    attempt(target, () -> makeRoom(target));
    var first = copies.get(file.nid());
    if (first != null) {
      attempt(target, () -> Files.createLink(target, first));
      return;
    }
    try {
      write(file, target);
      attempt(target, () -> setAttributes(target, file));
    } catch (IOException | RuntimeException e) {
      try {
        Files.deleteIfExists(target);
      } catch (IOException suppressed) {
        e.addSuppressed(suppressed);
      }
      throw e;
    }
    bytes += file.sizeBytes();
    if (file.linkCount() > 1) {
      copies.put(file.nid(), target);
    }
  }

  private static void makeRoom(Path target) throws IOException {
    if (Files.isDirectory(target, AS_IT_IS)) {
      throw new FileSystemException(target.toString(), null, "it is there, and a directory");
    }
    Files.deleteIfExists(target);
  }

  /** Blocks of zeros are left out, so that a file of a terabyte of nothing takes no room. */
  private void write(ErofsNode file, Path target) throws IOException {
    var options = Set.of(StandardOpenOption.WRITE, StandardOpenOption.CREATE_NEW, AS_IT_IS);
    try (var channel =
        call(
            target,
            () ->
                FileChannel.open(
                    target,
                    options,
                    PosixFilePermissions.asFileAttribute(
                        PosixFilePermissions.fromString(PRIVATE_FILE))))) {
      attempt(target, () -> noteOwner(target));
      long position = 0;
      while (tree.image().read(file, position, buffer.clear()) >= 0) {
        long at = position;
        position += buffer.position();
        boolean isLast = position >= file.sizeBytes();
        if (isLast || !isZero()) {
          attempt(target, () -> writeFully(channel, buffer.flip(), at));
        }
      }
    }
  }

  private boolean isZero() {
    return Arrays.mismatch(buffer.array(), 0, buffer.position(), ZEROS, 0, buffer.position()) < 0;
  }

  private static void writeFully(FileChannel channel, ByteBuffer from, long position)
      throws IOException {
    long at = position;
    while (from.hasRemaining()) {
      at += channel.write(from, at);
    }
  }

  private void makeSymlink(Located file, Path target) throws IOException {
    Path leadsTo;
    try {
      leadsTo = Path.of(text(tree.image().target(file.node())));
    } catch (CharacterCodingException | InvalidPathException ignored) { // told in the report
      skipped.add(new Skipped(file.path(), "it leads to a name that is not UTF-8"));
      return;
    }
    attempt(
        target,
        () -> {
          makeRoom(target);
          Files.createSymbolicLink(target, leadsTo);
          noteOwner(target);
          setAttributes(target, file.node());
        });
    symlinks++;
  }

  /** Who can own anything is root, and keeps owners; what others make is theirs. */
  private void noteOwner(Path made) throws IOException {
    ownersKept = Files.getAttribute(made, "unix:uid", AS_IT_IS).equals(0);
  }

  private void setAttributes(Path made, ErofsNode node) throws IOException {
    var metadata = node.metadata();
    if (ownersKept) {
      // 32 bits, of which Java's int makes no difference to the kernel.
      Files.setAttribute(made, "unix:uid", (int) metadata.uid(), AS_IT_IS);
      Files.setAttribute(made, "unix:gid", (int) metadata.gid(), AS_IT_IS);
    }
    if (node.type() != ErofsNode.Type.SYMLINK) {
      // After the owner, whose change takes these bits away.
      int mode = ownersKept ? metadata.permissions() : metadata.permissions() & ~SET_IDS;
      Files.setAttribute(made, "unix:mode", mode, AS_IT_IS);
    }
    var modified = ImageTree.modified(node);
    // The JDK gives the kernel negative nanoseconds for a fraction before 1970, and then zero.
    var time =
        modified.isBefore(Instant.EPOCH) ? modified.truncatedTo(ChronoUnit.SECONDS) : modified;
    Files.getFileAttributeView(made, BasicFileAttributeView.class, AS_IT_IS)
        .setTimes(FileTime.from(time), null, null);
  }

  /** Something that is done to the host's files. */
  private interface Attempt<T> {
    T run() throws IOException;
  }

  private interface Change {
    void run() throws IOException;
  }

  private static void attempt(Path target, Change change) throws ClosedByInterruptException {
    Boolean _ =
        call(
            target,
            () -> {
              change.run();
              return true;
            });
  }

  /** The host's disk is told from the image, and an interrupt from either. */
  private static <T> T call(Path target, Attempt<T> attempt) throws ClosedByInterruptException {
    try {
      return attempt.run();
    } catch (ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw new CopyFailedException(target, reason(e), e);
    }
  }

  private static String reason(IOException failure) {
    String reason = failure instanceof FileSystemException e ? e.getReason() : failure.getMessage();
    return reason == null ? failure.getClass().getSimpleName() : reason;
  }
}
