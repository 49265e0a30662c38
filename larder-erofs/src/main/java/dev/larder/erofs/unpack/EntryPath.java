// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.unpack;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.tar.TarMember;
import dev.larder.erofs.tar.TarPath;
import dev.larder.erofs.tree.FileName;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What a name in a layer means: image-spec layer.md, Whiteouts. Slashes too many and {@code .} are
 * gone; {@code ..} still stands, as {@link dev.larder.erofs.tree.SymlinkTarget#UP}.
 *
 * @param kind what the name says
 * @param names from the root: of the entry itself; of what a whiteout hides; of the directory that
 *     is opaque
 */
record EntryPath(Kind kind, List<FileName> names) {
  enum Kind {
    ENTRY,
    WHITEOUT,
    OPAQUE,
    /** What aufs left behind: {@code .wh..wh.plnk}, {@code .wh..wh.orph} and the like. */
    LEFTOVER
  }

  private static final byte[] WHITEOUT_PREFIX = ".wh.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] LEFTOVER_PREFIX = ".wh..wh.".getBytes(StandardCharsets.US_ASCII);
  private static final byte[] OPAQUE_NAME = ".wh..wh..opq".getBytes(StandardCharsets.US_ASCII);

  EntryPath {
    names = List.copyOf(names);
  }

  /** {@return what the member's name means} */
  static EntryPath ofName(TarMember member, LayerLimits limits) throws LayerFormatException {
    List<byte[]> parts = split(member.name());
    for (int i = 0; i < parts.size(); i++) {
      boolean opaque = i == parts.size() - 1 && Arrays.equals(parts.get(i), OPAQUE_NAME);
      if (startsWith(parts.get(i), LEFTOVER_PREFIX) && !opaque) {
        return new EntryPath(Kind.LEFTOVER, List.of());
      }
    }
    byte[] last = parts.isEmpty() ? new byte[0] : parts.getLast();
    if (Arrays.equals(last, OPAQUE_NAME)) {
      return of(Kind.OPAQUE, parts.subList(0, parts.size() - 1), member, limits);
    }
    if (startsWith(last, WHITEOUT_PREFIX)) {
      byte[] hidden = Arrays.copyOfRange(last, WHITEOUT_PREFIX.length, last.length);
      if (hidden.length == 0 || isDots(hidden)) {
        throw refusal(member, "a name behind .wh.", new String(hidden, StandardCharsets.US_ASCII));
      }
      parts.set(parts.size() - 1, hidden);
      return of(Kind.WHITEOUT, parts, member, limits);
    }
    return of(Kind.ENTRY, parts, member, limits);
  }

  /** {@return the names that the member's link target says, from the root} */
  static List<FileName> ofTarget(TarMember member, LayerLimits limits) throws LayerFormatException {
    return of(Kind.ENTRY, split(member.linkTarget()), member, limits).names();
  }

  private static EntryPath of(Kind kind, List<byte[]> parts, TarMember member, LayerLimits limits)
      throws LayerFormatException {
    var names = new ArrayList<FileName>(parts.size());
    for (int i = 0; i < parts.size(); i++) {
      byte[] part = parts.get(i);
      if (part.length > FileName.MAX_BYTES) {
        throw refusal(
            member, "names of at most " + FileName.MAX_BYTES + " bytes", part.length + " bytes");
      }
      // No file system of an image can have such a directory, says image-spec.
      if (kind == Kind.ENTRY && i < parts.size() - 1 && startsWith(part, WHITEOUT_PREFIX)) {
        throw refusal(member, "a directory above the entry", "a whiteout");
      }
      names.add(FileName.of(part, 0, part.length));
    }
    requireWithin(names, member, limits);
    return new EntryPath(kind, names);
  }

  /** Refuses a path that is too long or too deep. */
  static void requireWithin(List<FileName> names, TarMember member, LayerLimits limits)
      throws LayerFormatException {
    if (names.size() > limits.depth()) {
      throw refusal(
              member,
              "a path of at most " + limits.depth() + " names (depth)",
              names.size() + " names")
          .ofLimit();
    }
    long bytes = Math.max(0, names.size() - 1);
    for (FileName name : names) {
      bytes += name.length();
    }
    if (bytes > limits.pathBytes()) {
      throw refusal(
              member,
              "a path of at most " + limits.pathBytes() + " bytes (pathBytes)",
              bytes + " bytes")
          .ofLimit();
    }
  }

  static LayerFormatException refusal(TarMember member, String wanted, String got) {
    return new LayerFormatException(member.name().toString(), member.offset(), wanted, got);
  }

  private static List<byte[]> split(TarPath path) {
    byte[] bytes = path.toBytes();
    var parts = new ArrayList<byte[]>();
    int begin = 0;
    for (int end = 0; end <= bytes.length; end++) {
      if (end == bytes.length || bytes[end] == '/') {
        if (end - begin > 1 || (end - begin == 1 && bytes[begin] != '.')) {
          parts.add(Arrays.copyOfRange(bytes, begin, end));
        }
        begin = end + 1;
      }
    }
    return parts;
  }

  private static boolean isDots(byte[] name) {
    return name[0] == '.' && (name.length == 1 || (name.length == 2 && name[1] == '.'));
  }

  private static boolean startsWith(byte[] part, byte[] prefix) {
    return part.length >= prefix.length
        && Arrays.equals(part, 0, prefix.length, prefix, 0, prefix.length);
  }
}
