// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.erofs.layer.LayerLimits;
import dev.larder.erofs.tree.RecentMetadata;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Reads a tar entry by entry, once, forwards: v7, ustar, GNU and PAX, sparse files in all four
 * encodings. Between two calls of {@link #next} the current entry's bytes may be read from {@link
 * #body}; what is left of them is passed over. One thread at a time.
 *
 * <p>Where the dialects leave a choice, this reads as Go's archive/tar does, which containerd
 * applies layers with; where that one refuses what GNU tar writes (volume labels), as GNU tar does.
 */
public final class TarReader {
  private final TarInput input;
  private final LayerLimits limits;
  private final Warnings warnings;
  private final PaxRecords global = new PaxRecords();
  private final RecentMetadata recent = new RecentMetadata();
  private final byte[] block = new byte[TarInput.BLOCK];
  private final Body body = new Body();
  private boolean ended;

  /**
   * A reader of {@code in}, which it does not close.
   *
   * @param in the tar; read in pieces of 512 bytes and more
   * @param limits of which the PAX header's, the attributes' and the stream's length hold here
   * @param warnings takes what was read over
   */
  public TarReader(InputStream in, LayerLimits limits, Warnings warnings) {
    this.input = new TarInput(in, limits.bytesPerLayer());
    this.limits = limits;
    this.warnings = warnings;
  }

  /**
   * {@return the next entry, or nothing at the end} The stream was then read to its own end, with
   * all that stands behind the tar's.
   *
   * @throws LayerFormatException if this is no tar, or a limit is exceeded
   */
  public Optional<TarMember> next() throws IOException {
    if (ended) {
      return Optional.empty();
    }
    body.skipRest();
    var extensions = new Extensions();
    while (true) {
      long offset = input.position();
      if (!readHeader()) {
        if (!extensions.isEmpty()) {
          throw input.truncated(TarPath.EMPTY, "the entry behind an extension header", "nothing");
        }
        ended = true;
        input.drain();
        return Optional.empty();
      }
      TarHeader header = TarHeader.of(block, offset);
      switch (header.typeFlag()) {
        // X is what Solaris wrote before x was agreed on.
        case 'x', 'X' -> addRecords(extensions.local, header);
        case 'g' -> addRecords(global, header);
        case 'L' -> extensions.longName = readText(header, "a long name");
        case 'K' -> extensions.longLink = readText(header, "a long link");
        case 'V' -> {
          warnings.add("a volume label is not an entry", TarPath.of(header.name()));
          input.skipFully(TarPath.EMPTY, header.size());
          input.skipPadding(header.size());
        }
        default -> {
          return Optional.of(member(header, extensions));
        }
      }
    }
  }

  /**
   * {@return the current entry's bytes in the tar} They come straight from the stream given to the
   * constructor, into the caller's array. Of a sparse file these are the runs, one behind the
   * other. The stream ends with the entry; closing it does nothing; a tar that ends before the
   * entry is a {@link LayerFormatException}. It always is the same object.
   */
  public InputStream body() {
    return body;
  }

  /** {@return the number of bytes of the tar read so far} */
  public long position() {
    return input.position();
  }

  /** What stood before an entry and belongs to it. */
  private static final class Extensions {
    final PaxRecords local = new PaxRecords();
    byte @Nullable [] longName;
    byte @Nullable [] longLink;

    boolean isEmpty() {
      return longName == null
          && longLink == null
          && local.all().isEmpty()
          && local.sparsePairs().isEmpty();
    }
  }

  /** {@return whether there is a header; false at the end, with or without its zero blocks} */
  private boolean readHeader() throws IOException {
    if (!input.readBlock(block)) {
      return false;
    }
    if (!TarHeader.isZero(block)) {
      return true;
    }
    long offset = input.position();
    if (input.readBlock(block) && !TarHeader.isZero(block)) {
      throw new LayerFormatException(
          "", offset, "two zero blocks at the end", "one, and another block behind it");
    }
    return false;
  }

  private void addRecords(PaxRecords records, TarHeader header) throws IOException {
    byte[] bytes = readExtension(header, "a PAX header");
    records.addAll(bytes, header.offset() + TarInput.BLOCK);
  }

  private byte[] readText(TarHeader header, String what) throws IOException {
    byte[] bytes = readExtension(header, what);
    int length = 0;
    while (length < bytes.length && bytes[length] != 0) {
      length++;
    }
    return Arrays.copyOf(bytes, length);
  }

  private byte[] readExtension(TarHeader header, String what) throws IOException {
    long size = header.size();
    if (size > limits.paxHeaderBytes()) {
      throw header
          .error(
              "at most " + limits.paxHeaderBytes() + " bytes of " + what + " (paxHeaderBytes)",
              size + " bytes")
          .ofLimit();
    }
    byte[] bytes = input.readFully(Math.toIntExact(size), what);
    input.skipPadding(size);
    return bytes;
  }

  private TarMember member(TarHeader header, Extensions extensions) throws IOException {
    var fields = new MemberFields(header, global.with(extensions.local), limits, warnings);
    TarPath name = fields.name(extensions.longName);
    TarMember.Type type = fields.type();
    long stored = fields.storedSize(type);
    long bodyBegin = input.position();
    long size = 0;
    List<DataRun> runs = List.of();
    if (type == TarMember.Type.REGULAR) {
      SparseMap sparse = fields.sparseMap(input);
      if (sparse == null) {
        size = stored;
        runs = size == 0 ? runs : List.of(new DataRun(0, size));
      } else if (header.typeFlag() == 'S') {
        size = sparse.realSize();
        runs = sparse.runs(stored);
      } else {
        // The map of format 1.0 is a part of the body; the other formats took nothing from it.
        size = sparse.realSize();
        stored -= input.position() - bodyBegin;
        runs = sparse.runs(stored);
      }
    }
    body.begin(name, stored);
    return new TarMember(
        name,
        type,
        header.offset(),
        recent.shared(fields.metadata()),
        fields.linkTarget(type, extensions.longLink),
        size,
        runs,
        fields.deviceMajor(type),
        fields.deviceMinor(type));
  }

  /** The current entry's bytes. */
  private final class Body extends InputStream {
    private TarPath entry = TarPath.EMPTY;
    private long size;
    private long left;

    void begin(TarPath name, long bytes) {
      entry = name;
      size = bytes;
      left = bytes;
    }

    void skipRest() throws IOException {
      input.skipFully(entry, left);
      input.skipPadding(size);
      begin(TarPath.EMPTY, 0);
    }

    @Override
    public int read() throws IOException {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xFF;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
      if (length == 0) {
        return 0;
      }
      if (left == 0) {
        return -1;
      }
      int read = input.read(target, offset, Math.clamp(left, 0, length));
      if (read < 0) {
        throw input.truncated(entry, left + " more bytes", "0 bytes");
      }
      left -= read;
      return read;
    }

    @Override
    public int available() {
      return 0;
    }
  }
}
