// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.error.CorruptErofsException;
import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Xattr;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;

/**
 * An image as text that can be compared: a line for each name, parents before children, names in
 * the order of their bytes. The columns are separated by a space each, and {@code -} where there is
 * nothing to say:
 *
 * <pre>
 * path  type-and-mode  uid:gid  links  size  major:minor  mtime  xattrs  target  same-as  sha256
 * </pre>
 *
 * <p>The type is a letter as {@code ls} has it, the mode four octal digits. A directory has no
 * size, which says more about the writer than about the directory. The time is in seconds, rounded
 * down, and nanoseconds from there on. Attributes are {@code name=hexadecimal}, with commas between
 * them; {@code same-as} is the first path that leads to the same inode. Bytes other than printable
 * ASCII, spaces, commas and backslashes are written as {@code \xNN}.
 */
public final class ErofsDump {
  /** What is said about the bytes of files. */
  public enum Content {
    /** Nothing; the files are not read. */
    IGNORED,
    /** Their SHA-256. */
    SHA256
  }

  private static final int READ_BYTES = 1 << 16;
  private static final String NOTHING = "-";

  /** What is left of a directory whose entries are being written. */
  private record Open(Iterator<ErofsEntry> entries, int pathLength) {}

  private final ErofsImage image;
  private final Content content;
  private final Appendable out;

  private final StringBuilder path = new StringBuilder();
  private final Map<Long, String> firstPaths = new HashMap<>();
  private final Deque<Open> open = new ArrayDeque<>();

  private ErofsDump(ErofsImage image, Content content, Appendable out) {
    this.image = image;
    this.content = content;
    this.out = out;
  }

  /** Writes an image as text. */
  public static void dump(ErofsImage image, Content content, Appendable out) throws IOException {
    new ErofsDump(image, content, out).dump();
  }

  /** {@return an image as text} */
  public static String dump(ErofsImage image, Content content) throws IOException {
    var text = new StringBuilder();
    dump(image, content, text);
    return text.toString();
  }

  private void dump() throws IOException {
    write(image.root());
    while (!open.isEmpty()) {
      Open directory = open.getLast();
      path.setLength(directory.pathLength);
      if (!directory.entries.hasNext()) {
        open.removeLast();
        continue;
      }
      ErofsEntry entry = directory.entries.next();
      path.append('/');
      escape(entry.name().toBytes(), path);
      write(entry.node());
    }
  }

  private void write(ErofsNode node) throws IOException {
    Metadata metadata = node.metadata();
    boolean directory = node.type() == ErofsNode.Type.DIRECTORY;
    String shownPath = path.isEmpty() ? "/" : path.toString();
    String first = firstPath(node, shownPath);
    out.append(shownPath)
        .append(' ')
        .append(letter(node.type()))
        .append(String.format(Locale.ROOT, "%04o", metadata.permissions()))
        .append(" " + metadata.uid() + ":" + metadata.gid())
        .append(" " + node.linkCount())
        .append(directory ? " -" : " " + node.sizeBytes())
        .append(isDevice(node) ? " " + node.major() + ":" + node.minor() : " -")
        .append(
            String.format(Locale.ROOT, " %d.%09d", metadata.mtimeSeconds(), metadata.mtimeNanos()))
        .append(' ');
    writeXattrs(metadata);
    out.append(' ').append(target(node)).append(' ').append(first).append(' ');
    out.append(digest(node)).append('\n');
    if (directory) {
      open.addLast(new Open(image.children(node).iterator(), path.length()));
    }
  }

  /** {@return the first path of an inode that has more, if this is not the first} */
  private String firstPath(ErofsNode node, String shownPath) throws IOException {
    boolean directory = node.type() == ErofsNode.Type.DIRECTORY;
    if (!directory && node.linkCount() < 2) {
      return NOTHING;
    }
    String first = firstPaths.putIfAbsent(node.nid(), directory ? "" : shownPath);
    if (first == null) {
      return NOTHING;
    }
    if (directory) {
      throw new CorruptErofsException(
          node.inode().offset(), "inode", "a directory with two names, one of them " + shownPath);
    }
    return first;
  }

  private void writeXattrs(Metadata metadata) throws IOException {
    if (metadata.xattrs().isEmpty()) {
      out.append(NOTHING);
      return;
    }
    String separator = "";
    for (Xattr xattr : metadata.xattrs()) {
      out.append(separator).append(escaped(xattr.name().getBytes(StandardCharsets.UTF_8)));
      out.append('=').append(HexFormat.of().formatHex(xattr.value()));
      separator = ",";
    }
  }

  private String target(ErofsNode node) throws IOException {
    return node.type() == ErofsNode.Type.SYMLINK ? escaped(image.target(node)) : NOTHING;
  }

  private String digest(ErofsNode node) throws IOException {
    if (content == Content.IGNORED || node.type() != ErofsNode.Type.REGULAR_FILE) {
      return NOTHING;
    }
    MessageDigest sha256;
    try {
      sha256 = MessageDigest.getInstance("SHA-256");
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
    byte[] buffer = new byte[READ_BYTES];
    InputStream bytes = image.open(node);
    for (int got = bytes.read(buffer); got >= 0; got = bytes.read(buffer)) {
      sha256.update(buffer, 0, got);
    }
    return HexFormat.of().formatHex(sha256.digest());
  }

  private static boolean isDevice(ErofsNode node) {
    return node.type() == ErofsNode.Type.CHARACTER_DEVICE
        || node.type() == ErofsNode.Type.BLOCK_DEVICE;
  }

  private static char letter(ErofsNode.Type type) {
    return switch (type) {
      case REGULAR_FILE -> '-';
      case DIRECTORY -> 'd';
      case SYMLINK -> 'l';
      case CHARACTER_DEVICE -> 'c';
      case BLOCK_DEVICE -> 'b';
      case FIFO -> 'p';
      case SOCKET -> 's';
    };
  }

  private static String escaped(byte[] bytes) {
    var text = new StringBuilder();
    escape(bytes, text);
    return text.toString();
  }

  private static void escape(byte[] bytes, StringBuilder text) {
    for (byte b : bytes) {
      if (b > ' ' && b < 0x7F && b != '\\' && b != ',') {
        text.append((char) b);
      } else {
        text.append("\\x").append(HexFormat.of().toHexDigits(b));
      }
    }
  }
}
