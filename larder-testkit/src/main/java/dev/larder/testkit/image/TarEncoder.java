// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Writes tar entries: {@code POSIX.1-2017, pax, ustar Interchange Format} and GNU's additions. */
final class TarEncoder {

  static final int BLOCK = 512;

  private static final int NAME = 0;
  private static final int NAME_BYTES = 100;
  private static final int MODE = 100;
  private static final int UID = 108;
  private static final int GID = 116;
  private static final int SIZE = 124;
  private static final int MTIME = 136;
  private static final int CHECKSUM = 148;
  private static final int TYPE = 156;
  private static final int LINK = 157;
  private static final int MAGIC = 257;
  private static final int USER_NAME = 265;
  private static final int GROUP_NAME = 297;
  private static final int DEVICE_MAJOR = 329;
  private static final int DEVICE_MINOR = 337;
  private static final int PREFIX = 345;
  private static final int PREFIX_BYTES = 155;
  private static final long MAX_OCTAL_7 = 07777777;
  private static final long MAX_OCTAL_11 = 077777777777L;

  private final OutputStream out;

  TarEncoder(OutputStream out) {
    this.out = out;
  }

  void write(TarEntry entry, Dialect dialect) throws IOException {
    byte[] name = entry.name;
    switch (dialect) {
      case V7, USTAR -> requireNoPaxNeeded(entry, dialect);
      case GNU -> {
        requireNoPaxNeeded(entry, dialect);
        writeLongName('K', entry.linkTarget);
        writeLongName('L', name);
      }
      case PAX -> {
        List<Map.Entry<String, byte[]>> records = paxRecords(entry);
        if (!records.isEmpty()) {
          writePax('x', "PaxHeaders/entry", records);
        }
        if (entry.sparse.isPresent() && entry.sparse.format() != SparseFormat.PAX_0_0) {
          name = "GNUSparseFile.0/data".getBytes(StandardCharsets.US_ASCII);
        }
      }
    }
    byte[] header = header(entry, name, dialect);
    byte[] extensions =
        entry.type == 'S' && entry.sparse.isPresent()
            ? entry.sparse.writeOldGnu(header)
            : new byte[0];
    finish(header, entry.patches);
    out.write(header);
    out.write(extensions);
    entry.content.writeTo(out);
    pad(entry.content.sizeBytes());
  }

  /** Writes a PAX header of type x or g. */
  void writePax(char type, String name, List<Map.Entry<String, byte[]>> records)
      throws IOException {
    var body = new ByteArrayOutputStream();
    for (Map.Entry<String, byte[]> record : records) {
      writePaxRecord(body, record.getKey(), record.getValue());
    }
    TarEntry header = TarEntry.ofType(type, name).mtime(0).content(Content.of(body.toByteArray()));
    writePlain(header, Dialect.USTAR);
  }

  private void writeLongName(char type, byte[] value) throws IOException {
    if (value.length > NAME_BYTES) {
      byte[] terminated = Arrays.copyOf(value, value.length + 1);
      writePlain(
          TarEntry.ofType(type, "././@LongLink").mtime(0).content(Content.of(terminated)),
          Dialect.GNU);
    }
  }

  private void writePlain(TarEntry entry, Dialect dialect) throws IOException {
    byte[] header = header(entry, entry.name, dialect);
    finish(header, Map.of());
    out.write(header);
    entry.content.writeTo(out);
    pad(entry.content.sizeBytes());
  }

  private static byte[] header(TarEntry entry, byte[] name, Dialect dialect) {
    byte[] header = new byte[BLOCK];
    boolean base256 = entry.base256;
    putName(header, name, dialect);
    put(header, MODE, String.format("%07o", entry.mode));
    number(header, UID, 8, fit(entry.uid, MAX_OCTAL_7, dialect), base256);
    number(header, GID, 8, fit(entry.gid, MAX_OCTAL_7, dialect), base256);
    number(header, SIZE, 12, fit(entry.headerSizeBytes(), MAX_OCTAL_11, dialect), base256);
    number(header, MTIME, 12, fit(entry.mtimeSeconds, MAX_OCTAL_11, dialect), base256);
    header[TYPE] = typeFlag(entry.type, dialect);
    put(header, LINK, cut(entry.linkTarget, dialect, "link target"));
    if (dialect != Dialect.V7) {
      put(header, MAGIC, dialect == Dialect.GNU ? "ustar  \0" : "ustar\00000");
      put(header, USER_NAME, entry.userName);
      put(header, GROUP_NAME, entry.groupName);
      if (entry.type == '3' || entry.type == '4') {
        number(header, DEVICE_MAJOR, 8, entry.deviceMajor, base256);
        number(header, DEVICE_MINOR, 8, entry.deviceMinor, base256);
      }
    }
    return header;
  }

  private static void putName(byte[] header, byte[] name, Dialect dialect) {
    if (dialect == Dialect.USTAR && name.length > NAME_BYTES) {
      int slash = splitAt(name);
      put(header, PREFIX, Arrays.copyOf(name, slash));
      put(header, NAME, Arrays.copyOfRange(name, slash + 1, name.length));
    } else {
      put(header, NAME, cut(name, dialect, "name"));
    }
  }

  /** The '/' that leaves at most 155 bytes before it and at most 100 behind it. */
  private static int splitAt(byte[] name) {
    for (int i = Math.min(PREFIX_BYTES, name.length - 2); i > 0; i--) {
      if (name[i] == '/' && name.length - i - 1 <= NAME_BYTES) {
        return i;
      }
    }
    throw new IllegalArgumentException("ustar cannot hold a name of " + name.length + " bytes");
  }

  private static byte[] cut(byte[] value, Dialect dialect, String what) {
    if (value.length <= NAME_BYTES) {
      return value;
    }
    return switch (dialect) {
      case V7, USTAR ->
          throw new IllegalArgumentException(
              dialect + " cannot hold a " + what + " of " + value.length + " bytes");
      case GNU, PAX -> Arrays.copyOf(value, NAME_BYTES);
    };
  }

  /** In PAX the header of a number that does not fit says zero, its record says the number. */
  private static long fit(long value, long maximum, Dialect dialect) {
    boolean fits = value >= 0 && value <= maximum;
    return switch (dialect) {
      case V7, USTAR -> {
        if (!fits) {
          throw new IllegalArgumentException(dialect + " cannot hold the number " + value);
        }
        yield value;
      }
      case GNU -> value;
      case PAX -> fits ? value : 0;
    };
  }

  private static byte typeFlag(char type, Dialect dialect) {
    boolean implied = dialect == Dialect.V7 && (type == '0' || type == '5');
    return (byte) (implied ? 0 : type);
  }

  private static void requireNoPaxNeeded(TarEntry entry, Dialect dialect) {
    if (!entry.xattrs.isEmpty() || !entry.paxRecords.isEmpty() || entry.mtimeNanos != 0) {
      throw new IllegalArgumentException(
          dialect + " holds no extended attributes, PAX records or fractions of a second");
    }
  }

  private static List<Map.Entry<String, byte[]>> paxRecords(TarEntry entry) {
    var records = new LinkedHashMap<String, byte[]>();
    boolean sparseName = entry.sparse.isPresent() && entry.sparse.format() != SparseFormat.PAX_0_0;
    if (entry.name.length > NAME_BYTES && !sparseName) {
      records.put("path", entry.name);
    }
    if (entry.linkTarget.length > NAME_BYTES) {
      records.put("linkpath", entry.linkTarget);
    }
    putIfLarge(records, "size", entry.headerSizeBytes(), MAX_OCTAL_11);
    putIfLarge(records, "uid", entry.uid, MAX_OCTAL_7);
    putIfLarge(records, "gid", entry.gid, MAX_OCTAL_7);
    if (entry.mtimeNanos != 0 || entry.mtimeSeconds < 0 || entry.mtimeSeconds > MAX_OCTAL_11) {
      String time = seconds(entry.mtimeSeconds, entry.mtimeNanos);
      records.put("mtime", time.getBytes(StandardCharsets.US_ASCII));
    }
    entry.xattrs.forEach((name, value) -> records.put("SCHILY.xattr." + name, value));
    records.putAll(entry.paxRecords);
    var all = new ArrayList<Map.Entry<String, byte[]>>(records.entrySet());
    all.addAll(entry.sparse.paxRecords(entry.name));
    return all;
  }

  private static void putIfLarge(
      Map<String, byte[]> records, String keyword, long value, long maximum) {
    if (value > maximum) {
      records.put(keyword, Long.toString(value).getBytes(StandardCharsets.US_ASCII));
    }
  }

  private static String seconds(long seconds, int nanos) {
    return BigDecimal.valueOf(seconds)
        .add(BigDecimal.valueOf(nanos, 9))
        .stripTrailingZeros()
        .toPlainString();
  }

  /** One record: its own length in decimal, a blank, keyword=value, a newline. */
  private static void writePaxRecord(ByteArrayOutputStream body, String keyword, byte[] value) {
    byte[] key = keyword.getBytes(StandardCharsets.UTF_8);
    int rest = key.length + value.length + 3;
    int length = rest + Integer.toString(rest).length();
    length = rest + Integer.toString(length).length();
    body.writeBytes((length + " ").getBytes(StandardCharsets.US_ASCII));
    body.writeBytes(key);
    body.write('=');
    body.writeBytes(value);
    body.write('\n');
  }

  /** Writes a number in octal, or in base 256 when it does not fit or when that is wanted. */
  static void number(byte[] header, int at, int width, long value, boolean base256) {
    long maximum = (1L << (3 * (width - 1))) - 1;
    if (!base256 && value >= 0 && value <= maximum) {
      put(header, at, String.format("%0" + (width - 1) + "o", value));
      return;
    }
    long rest = value;
    for (int i = width - 1; i > 0; i--) {
      header[at + i] = (byte) rest;
      rest >>= 8;
    }
    header[at] = (byte) (value < 0 ? 0xff : 0x80);
  }

  private static void finish(byte[] header, Map<Integer, byte[]> patches) {
    Arrays.fill(header, CHECKSUM, CHECKSUM + 8, (byte) ' ');
    boolean checksumGiven = false;
    for (Map.Entry<Integer, byte[]> patch : patches.entrySet()) {
      int offset = patch.getKey();
      put(header, offset, patch.getValue());
      checksumGiven |= offset < CHECKSUM + 8 && offset + patch.getValue().length > CHECKSUM;
    }
    if (checksumGiven) {
      return;
    }
    int sum = 0;
    for (byte value : header) {
      sum += Byte.toUnsignedInt(value);
    }
    put(header, CHECKSUM, String.format("%06o\0 ", sum));
  }

  private static void put(byte[] header, int at, String text) {
    put(header, at, text.getBytes(StandardCharsets.UTF_8));
  }

  private static void put(byte[] header, int at, byte[] bytes) {
    System.arraycopy(bytes, 0, header, at, bytes.length);
  }

  private void pad(long sizeBytes) throws IOException {
    int over = Math.floorMod(sizeBytes, BLOCK);
    out.write(new byte[over == 0 ? 0 : BLOCK - over]);
  }
}
