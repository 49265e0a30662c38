// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.EOFException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Finds the files of a plain tar: reads the headers and seeks past everything else. Knows ustar,
 * GNU long names and PAX headers, which is all that writers of image archives use. Not for layers.
 */
final class TarIndexer {
  /** Members of one archive: an image has at most a few hundred files. */
  static final int MAX_MEMBERS = 1 << 20;

  /** Bytes of a PAX header or a long name. */
  static final int MAX_EXTENSION_BYTES = 1 << 20;

  private final Path archive;
  private final Path tar;
  private final Map<String, TarMember> members = new HashMap<>();

  // What extension headers say of the next member; null where they say nothing.
  private @Nullable String nextName;
  private @Nullable String nextLink;
  private @Nullable Long nextSize;
  private boolean nextSparse;

  TarIndexer(Path archive, Path tar) {
    this.archive = archive;
    this.tar = tar;
  }

  /** The members by normalised name; of several with one name the last. */
  Map<String, TarMember> index() throws IOException {
    try (var channel = FileChannel.open(tar, StandardOpenOption.READ)) {
      long position = 0;
      long end = channel.size();
      while (position < end) {
        var header = new TarHeader(read(channel, position, TarHeader.BYTES));
        if (header.isZero()) {
          break;
        }
        if (!header.isSound()) {
          throw malformed(
              position == 0 ? "it is not a tar" : "there is no tar header at byte " + position);
        }
        long data = position + TarHeader.BYTES;
        long sizeBytes = isExtension(header.type()) ? header.sizeBytes() : memberSize(header);
        if (sizeBytes < 0 || sizeBytes > end - data) {
          throw malformed("the tar is cut off: the member at byte " + position + " is not whole");
        }
        take(channel, header, data, sizeBytes);
        position = data + Math.ceilDiv(sizeBytes, TarHeader.BYTES) * TarHeader.BYTES;
      }
    }
    return members;
  }

  private void take(FileChannel channel, TarHeader header, long data, long sizeBytes)
      throws IOException {
    switch (header.type()) {
      case 'L' -> nextName = longText(channel, data, sizeBytes);
      case 'K' -> nextLink = longText(channel, data, sizeBytes);
      case 'x' -> readPax(extension(channel, data, sizeBytes));
      case 'g' -> {
        // Says nothing of names and sizes in any archive that is known.
      }
      default -> add(header, data, sizeBytes);
    }
  }

  private void add(TarHeader header, long data, long sizeBytes) throws IOException {
    String name = nextName == null ? header.name() : nextName;
    String link = nextLink == null ? header.link() : nextLink;
    var resolved = ArchivePath.resolve("", name);
    if (resolved.isEmpty()) {
      throw malformed("the member \"" + name + "\" leads out of the archive");
    }
    var member =
        switch (header.type()) {
          case '0', '\0', '7' ->
              nextSparse || name.endsWith("/")
                  ? new TarMember.Other()
                  : new TarMember.File(data, sizeBytes);
          case '1' -> new TarMember.HardLink(link);
          case '2' -> new TarMember.SymbolicLink(link);
          default -> new TarMember.Other();
        };
    members.put(resolved.get(), member);
    if (members.size() > MAX_MEMBERS) {
      throw malformed("it has more than " + MAX_MEMBERS + " members");
    }
    nextName = null;
    nextLink = null;
    nextSize = null;
    nextSparse = false;
  }

  private long memberSize(TarHeader header) {
    return switch (header.type()) {
      case '1', '2', '3', '4', '5', '6' -> 0; // whatever the field says, as GNU tar has it
      default -> nextSize == null ? header.sizeBytes() : nextSize;
    };
  }

  private static boolean isExtension(char type) {
    return type == 'L' || type == 'K' || type == 'x' || type == 'g';
  }

  private String longText(FileChannel channel, long data, long sizeBytes) throws IOException {
    String text = new String(extension(channel, data, sizeBytes), StandardCharsets.UTF_8);
    int end = text.indexOf('\0');
    return end < 0 ? text : text.substring(0, end);
  }

  private byte[] extension(FileChannel channel, long data, long sizeBytes) throws IOException {
    if (sizeBytes > MAX_EXTENSION_BYTES) {
      throw malformed(
          "an extension header has " + sizeBytes + " bytes, more than " + MAX_EXTENSION_BYTES);
    }
    return read(channel, data, (int) sizeBytes);
  }

  /** POSIX.1-2001 pax: records of {@code LENGTH KEY=VALUE\n}. */
  private void readPax(byte[] bytes) throws IOException {
    int position = 0;
    while (position < bytes.length) {
      int blank = position;
      int length = 0;
      while (blank < bytes.length && bytes[blank] >= '0' && bytes[blank] <= '9') {
        length = Math.min(length * 10 + (bytes[blank] - '0'), MAX_EXTENSION_BYTES + 1);
        blank++;
      }
      int end = position + length;
      if (blank >= bytes.length || bytes[blank] != ' ' || end <= blank + 1 || end > bytes.length) {
        throw malformed("a pax header is damaged");
      }
      String record = new String(bytes, blank + 1, end - blank - 2, StandardCharsets.UTF_8);
      int equals = record.indexOf('=');
      if (equals < 0 || bytes[end - 1] != '\n') {
        throw malformed("a pax header is damaged");
      }
      takePax(record.substring(0, equals), record.substring(equals + 1));
      position = end;
    }
  }

  private void takePax(String key, String value) throws IOException {
    switch (key) {
      case "path" -> nextName = value;
      case "linkpath" -> nextLink = value;
      case "size" -> nextSize = paxSize(value);
      default -> nextSparse |= key.startsWith("GNU.sparse.");
    }
  }

  private long paxSize(String value) throws IOException {
    try {
      return Long.parseUnsignedLong(value, 10);
    } catch (NumberFormatException e) {
      throw malformed("a pax header has a size that is not a number");
    }
  }

  private byte[] read(FileChannel channel, long position, int length) throws IOException {
    var buffer = ByteBuffer.allocate(length);
    while (buffer.hasRemaining()) {
      if (channel.read(buffer, position + buffer.position()) < 0) {
        throw new EOFException(archive + ": the tar is cut off at byte " + channel.size());
      }
    }
    return buffer.array();
  }

  private MalformedArchiveException malformed(String problem) {
    return new MalformedArchiveException(archive, problem);
  }
}
