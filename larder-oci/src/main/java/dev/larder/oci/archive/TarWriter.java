// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/**
 * Writes regular files into a tar, all with the same permissions, owner and time: POSIX.1-2017 pax,
 * "ustar Interchange Format", with a PAX header in front of a file whose size or name is too long
 * for it.
 */
final class TarWriter {
  private static final long MAX_OCTAL_SIZE = 077777777777L;

  private static final char REGULAR_FILE = '0';
  private static final char PAX = 'x';

  private final OutputStream out;

  TarWriter(OutputStream out) {
    this.out = out;
  }

  /**
   * Adds a file.
   *
   * @param name its name, of ASCII
   * @throws IOException if {@code content} gives more or fewer bytes than {@code sizeBytes}
   */
  void file(String name, long sizeBytes, OutgoingBlob.Content content) throws IOException {
    String records =
        (name.length() > TarHeader.NAME_BYTES ? record("path", name) : "")
            + (sizeBytes > MAX_OCTAL_SIZE ? record("size", Long.toString(sizeBytes)) : "");
    if (!records.isEmpty()) {
      header("././@PaxHeader", records.length(), PAX);
      out.write(records.getBytes(StandardCharsets.US_ASCII));
      pad(records.length());
    }
    header(name, sizeBytes, REGULAR_FILE);
    var counted = new Counted(name, sizeBytes);
    content.writeTo(counted);
    counted.requireAll();
    pad(sizeBytes);
  }

  /** Ends the tar. */
  void end() throws IOException {
    out.write(new byte[2 * TarHeader.BYTES]);
  }

  private void header(String name, long sizeBytes, char typeFlag) throws IOException {
    byte[] path = name.getBytes(StandardCharsets.US_ASCII);
    byte[] block = new byte[TarHeader.BYTES];
    System.arraycopy(path, 0, block, TarHeader.NAME, Math.min(path.length, TarHeader.NAME_BYTES));
    putOctal(block, TarHeader.MODE, 7, 0644);
    putOctal(block, TarHeader.UID, 7, 0);
    putOctal(block, TarHeader.GID, 7, 0);
    putOctal(block, TarHeader.SIZE, 11, sizeBytes > MAX_OCTAL_SIZE ? 0 : sizeBytes);
    putOctal(block, TarHeader.MTIME, 11, 0);
    block[TarHeader.TYPE] = (byte) typeFlag;
    byte[] magic = "ustar\00000".getBytes(StandardCharsets.US_ASCII);
    System.arraycopy(magic, 0, block, TarHeader.MAGIC, magic.length);
    Arrays.fill(
        block, TarHeader.CHECKSUM, TarHeader.CHECKSUM + TarHeader.CHECKSUM_BYTES, (byte) ' ');
    int sum = 0;
    for (byte b : block) {
      sum += b & 0xFF;
    }
    putOctal(block, TarHeader.CHECKSUM, 6, sum);
    out.write(block);
  }

  private void pad(long bytes) throws IOException {
    out.write(new byte[TarHeader.BYTES], 0, (int) (-bytes & (TarHeader.BYTES - 1)));
  }

  private static void putOctal(byte[] block, int at, int digits, long number) {
    long left = number;
    for (int i = digits - 1; i >= 0; i--) {
      block[at + i] = (byte) ('0' + (left & 7));
      left >>>= 3;
    }
    block[at + digits] = 0;
  }

  /** {@code LENGTH KEYWORD=VALUE\n}, where the length counts itself. */
  private static String record(String keyword, String value) {
    String rest = " " + keyword + "=" + value + "\n";
    int length = rest.length() + 2;
    return (length < 100 ? length : length + 1) + rest;
  }

  /** What a file may still have. */
  private final class Counted extends FilterOutputStream {
    private final String name;
    private final long sizeBytes;
    private long left;

    Counted(String name, long sizeBytes) {
      super(TarWriter.this.out);
      this.name = name;
      this.sizeBytes = sizeBytes;
      this.left = sizeBytes;
    }

    @Override
    public void write(int b) throws IOException {
      write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
      if (length > left) {
        throw new IOException(name + " has more than the " + sizeBytes + " bytes that it said");
      }
      out.write(bytes, offset, length);
      left -= length;
    }

    @Override
    public void close() {
      // The tar goes on.
    }

    void requireAll() throws IOException {
      if (left > 0) {
        throw new IOException(name + " ends " + left + " bytes early, of " + sizeBytes);
      }
    }
  }
}
