// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.pack;

import dev.larder.erofs.tree.Metadata;
import dev.larder.erofs.tree.Xattr;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes headers: ustar, with a PAX header in front of it for what does not fit (POSIX.1-2017 pax,
 * "pax Extended Header"). What an entry does not say is the same in every header, so that a tar
 * depends on its entries alone.
 */
final class TarHeaders {
  static final int BLOCK_BYTES = 512;

  /** A field: where it is and how long it is. */
  private record Field(int offset, int length) {
    /** {@return the largest number in octal digits with a NUL behind them} */
    long max() {
      return (1L << (3 * (length - 1))) - 1;
    }
  }

  private static final Field NAME = new Field(0, 100);
  private static final Field MODE = new Field(100, 8);
  private static final Field UID = new Field(108, 8);
  private static final Field GID = new Field(116, 8);
  private static final Field SIZE = new Field(124, 12);
  private static final Field MTIME = new Field(136, 12);
  private static final Field CHECKSUM = new Field(148, 8);
  private static final int TYPE_FLAG = 156;
  private static final Field LINK_NAME = new Field(157, 100);
  private static final Field MAGIC = new Field(257, 8);
  private static final Field DEVICE_MAJOR = new Field(329, 8);
  private static final Field DEVICE_MINOR = new Field(337, 8);

  /** Magic and version; the names of user and group behind them stay empty. */
  private static final byte[] USTAR = "ustar\00000".getBytes(StandardCharsets.US_ASCII);

  /** Names no file: a tar reader that does not know PAX makes this one of every such header. */
  private static final byte[] PAX_NAME = "././@PaxHeader".getBytes(StandardCharsets.US_ASCII);

  private static final char PAX_FLAG = 'x';
  private static final int PAX_PERMISSIONS = 0644;
  private static final int NANOS_PER_SECOND = 1_000_000_000;

  private final OutputStream out;

  TarHeaders(OutputStream out) {
    this.out = out;
  }

  void write(PackedEntry entry) throws IOException {
    byte[] records = records(entry);
    if (records.length > 0) {
      writePax(records);
    }
    Metadata metadata = entry.metadata();
    byte[] block = new byte[BLOCK_BYTES];
    put(block, NAME, entry.path().bytes());
    putNumber(block, MODE, metadata.permissions());
    putNumber(block, UID, metadata.uid());
    putNumber(block, GID, metadata.gid());
    putNumber(block, SIZE, entry.size());
    putNumber(block, MTIME, metadata.mtimeSeconds());
    put(block, LINK_NAME, entry.target().bytes());
    putNumber(block, DEVICE_MAJOR, entry.major());
    putNumber(block, DEVICE_MINOR, entry.minor());
    writeBlock(block, entry.type().flag());
  }

  /** Fills up the block that {@code bytes} end in. */
  void pad(long bytes) throws IOException {
    out.write(new byte[BLOCK_BYTES], 0, (int) (-bytes & BLOCK_BYTES - 1));
  }

  /** Ends the tar. */
  void end() throws IOException {
    out.write(new byte[2 * BLOCK_BYTES]);
  }

  private void writePax(byte[] records) throws IOException {
    byte[] block = new byte[BLOCK_BYTES];
    put(block, NAME, PAX_NAME);
    putNumber(block, MODE, PAX_PERMISSIONS);
    putNumber(block, UID, 0);
    putNumber(block, GID, 0);
    putNumber(block, SIZE, records.length);
    putNumber(block, MTIME, 0);
    putNumber(block, DEVICE_MAJOR, 0);
    putNumber(block, DEVICE_MINOR, 0);
    writeBlock(block, PAX_FLAG);
    out.write(records);
    pad(records.length);
  }

  private void writeBlock(byte[] block, char flag) throws IOException {
    block[TYPE_FLAG] = (byte) flag;
    System.arraycopy(USTAR, 0, block, MAGIC.offset, MAGIC.length);
    Arrays.fill(block, CHECKSUM.offset, CHECKSUM.offset + CHECKSUM.length, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    // Six digits, a NUL, and the blank that stands there.
    putNumber(block, new Field(CHECKSUM.offset, CHECKSUM.length - 1), sum);
    out.write(block);
  }

  /** What is too long stands in the PAX header, and its beginning here. */
  private static void put(byte[] block, Field field, byte[] bytes) {
    System.arraycopy(bytes, 0, block, field.offset, Math.min(bytes.length, field.length));
  }

  /** What does not fit stands in the PAX header, and zero here. */
  private static void putNumber(byte[] block, Field field, long number) {
    long digits = fits(field, number) ? number : 0;
    for (int i = field.length - 2; i >= 0; i--) {
      block[field.offset + i] = (byte) ('0' + (digits & 7));
      digits >>>= 3;
    }
    block[field.offset + field.length - 1] = 0;
  }

  private static boolean fits(Field field, long number) {
    return number >= 0 && number <= field.max();
  }

  private static byte[] records(PackedEntry entry) {
    var records = new ByteArrayOutputStream();
    Metadata metadata = entry.metadata();
    if (entry.path().bytes().length > NAME.length) {
      record(records, "path", entry.path().bytes());
    }
    if (entry.target().bytes().length > LINK_NAME.length) {
      record(records, "linkpath", entry.target().bytes());
    }
    if (!fits(SIZE, entry.size())) {
      record(records, "size", ascii(Long.toString(entry.size())));
    }
    if (!fits(UID, metadata.uid())) {
      record(records, "uid", ascii(Long.toString(metadata.uid())));
    }
    if (!fits(GID, metadata.gid())) {
      record(records, "gid", ascii(Long.toString(metadata.gid())));
    }
    if (metadata.mtimeNanos() != 0 || !fits(MTIME, metadata.mtimeSeconds())) {
      record(records, "mtime", ascii(decimal(metadata.mtimeSeconds(), metadata.mtimeNanos())));
    }
    for (Xattr xattr : metadata.xattrs()) {
      // A keyword ends at the first '='; GNU tar has this way out, and escapes its own escape.
      String name = xattr.name().replace("%", "%25").replace("=", "%3D");
      record(records, "SCHILY.xattr." + name, xattr.value());
    }
    return records.toByteArray();
  }

  /** {@return a time whose nanoseconds count forwards, as a decimal number, which does not} */
  private static String decimal(long seconds, int nanos) {
    if (nanos == 0) {
      return Long.toString(seconds);
    }
    boolean negative = seconds < 0;
    long whole = negative ? -(seconds + 1) : seconds;
    String digits = Integer.toString(negative ? NANOS_PER_SECOND - nanos : nanos);
    return (negative ? "-" : "") + whole + "." + "0".repeat(9 - digits.length()) + digits;
  }

  /** {@code LENGTH KEYWORD=VALUE\n}, where the length counts itself. */
  private static void record(ByteArrayOutputStream records, String keyword, byte[] value) {
    byte[] key = keyword.getBytes(StandardCharsets.UTF_8);
    int rest = key.length + value.length + " =\n".length();
    int length = rest;
    while (rest + Integer.toString(length).length() > length) {
      length = rest + Integer.toString(length).length();
    }
    records.writeBytes(ascii(length + " "));
    records.writeBytes(key);
    records.write('=');
    records.writeBytes(value);
    records.write('\n');
  }

  private static byte[] ascii(String text) {
    return text.getBytes(StandardCharsets.US_ASCII);
  }
}
