// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import java.io.IOException;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;

/**
 * Decompresses gzip (RFC 1952): any number of members, empty ones too, each header checked and each
 * trailer verified. Zero bytes behind the last member are padding, as for gzip(1); anything else
 * there is an error, as for Go's {@code compress/gzip}. {@link java.util.zip.GZIPInputStream} does
 * not do: it takes damage behind the first member for the end.
 */
final class GzipDecoder implements Decoder {
  /** Where the stream stands; what comes next. */
  private enum State {
    HEADER,
    BODY,
    END
  }

  /** Bytes of a header's file name and of its comment, each: far more than a path has. */
  static final int MAX_HEADER_TEXT_BYTES = 1 << 16;

  // RFC 1952, 2.3.1: FLG.
  private static final int FLAG_HEADER_CRC = 0x02;
  private static final int FLAG_EXTRA = 0x04;
  private static final int FLAG_NAME = 0x08;
  private static final int FLAG_COMMENT = 0x10;
  private static final int FLAGS_RESERVED = 0xe0;

  private final CompressedInput input;
  private final RawInflater inflater;
  private final CRC32 headerCrc = new CRC32();
  private final CRC32 bodyCrc = new CRC32();
  private State state = State.HEADER;
  private boolean firstMember = true;
  private boolean outputWasFull;
  private long bodyBytes;

  GzipDecoder(CompressedInput input, RawInflater inflater) {
    this.input = input;
    this.inflater = inflater;
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    while (true) {
      switch (state) {
        case HEADER -> state = readHeader() ? State.BODY : State.END;
        case BODY -> {
          int count = inflate(target, offset, length);
          if (inflater.finished()) {
            readTrailer();
            state = State.HEADER;
          }
          if (count > 0) {
            return count;
          }
        }
        case END -> {
          return -1;
        }
      }
    }
  }

  @Override
  public String name() {
    return inflater.name();
  }

  @Override
  public void close() {
    inflater.close();
  }

  private int inflate(byte[] target, int offset, int length) throws IOException {
    // A full output may have left some back inside the inflater, which no input brings out.
    if (!outputWasFull && !input.fill()) {
      throw cutOff("a member's data");
    }
    int count;
    try {
      count =
          inflater.inflate(
              input.buffer(), input.position(), input.available(), target, offset, length);
    } catch (DataFormatException e) {
      throw new DamagedStreamException(
          Compression.GZIP, input.taken(), String.valueOf(e.getMessage()), e);
    }
    if (count == 0 && inflater.consumed() == 0 && !inflater.finished() && !outputWasFull) {
      throw damaged("the decoder makes no progress");
    }
    input.take(inflater.consumed());
    outputWasFull = count == length;
    bodyCrc.update(target, offset, count);
    bodyBytes += count;
    return count;
  }

  /** Reads a member's header; false if there is no further member. */
  private boolean readHeader() throws IOException {
    int first = input.takeByte();
    if (!firstMember) {
      if (first < 0) {
        return false;
      }
      if (first == 0) {
        requirePadding();
        return false;
      }
    }
    headerCrc.reset();
    headerCrc.update(first);
    if (first != 0x1f || headerByte() != 0x8b) {
      throw damaged("there is something behind the last member that is not gzip");
    }
    int method = headerByte();
    if (method != 8) {
      throw damaged("the compression method is " + method + ", not 8");
    }
    int flags = headerByte();
    if ((flags & FLAGS_RESERVED) != 0) {
      throw damaged("reserved flags are set: 0x" + Integer.toHexString(flags));
    }
    for (int i = 0; i < 6; i++) { // MTIME, XFL, OS
      headerByte();
    }
    if ((flags & FLAG_EXTRA) != 0) {
      int extraBytes = headerByte() | headerByte() << 8;
      for (int i = 0; i < extraBytes; i++) {
        headerByte();
      }
    }
    if ((flags & FLAG_NAME) != 0) {
      skipText("file name");
    }
    if ((flags & FLAG_COMMENT) != 0) {
      skipText("comment");
    }
    if ((flags & FLAG_HEADER_CRC) != 0) {
      int got = (int) headerCrc.getValue() & 0xffff;
      int wanted = headerByte() | headerByte() << 8;
      if (wanted != got) {
        throw damaged("a header's check sum is wrong");
      }
    }
    startBody();
    return true;
  }

  private void startBody() {
    firstMember = false;
    inflater.reset();
    bodyCrc.reset();
    bodyBytes = 0;
    outputWasFull = false;
  }

  private void readTrailer() throws IOException {
    long wantedCrc = trailerWord();
    if (wantedCrc != bodyCrc.getValue()) {
      throw damaged("wanted the check sum %08x, got %08x".formatted(wantedCrc, bodyCrc.getValue()));
    }
    long wantedBytes = trailerWord();
    if (wantedBytes != (bodyBytes & 0xffff_ffffL)) {
      throw damaged("wanted " + wantedBytes + " bytes (modulo 2^32) in a member, got " + bodyBytes);
    }
  }

  private void requirePadding() throws IOException {
    while (input.fill()) {
      byte[] buffer = input.buffer();
      int start = input.position();
      int count = input.available();
      for (int i = 0; i < count; i++) {
        if (buffer[start + i] != 0) {
          throw damaged("there is something behind the padding of the last member");
        }
      }
      input.take(count);
    }
  }

  private void skipText(String what) throws IOException {
    for (int i = 0; i < MAX_HEADER_TEXT_BYTES; i++) {
      if (headerByte() == 0) {
        return;
      }
    }
    throw damaged("the " + what + " in a header is over " + MAX_HEADER_TEXT_BYTES + " bytes");
  }

  private int headerByte() throws IOException {
    int value = input.takeByte();
    if (value < 0) {
      throw cutOff("a member's header");
    }
    headerCrc.update(value);
    return value;
  }

  /** A little-endian word of 32 bits. */
  private long trailerWord() throws IOException {
    long word = 0;
    for (int shift = 0; shift < 32; shift += 8) {
      int value = input.takeByte();
      if (value < 0) {
        throw cutOff("a member's trailer");
      }
      word |= (long) value << shift;
    }
    return word;
  }

  private DamagedStreamException cutOff(String where) {
    return damaged("it is cut off within " + where);
  }

  private DamagedStreamException damaged(String problem) {
    return new DamagedStreamException(Compression.GZIP, input.taken(), problem);
  }
}
