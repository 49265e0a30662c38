// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.layer.LayerFormatException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The four encodings of a sparse file: GNU tar manual, "Storing Sparse Files". Each gives the
 * file's size and the runs of it that the tar holds.
 */
final class SparseMap {
  private static final int SLOT_BYTES = 24;
  private static final int EXTENSION_SLOTS = 21;
  private static final int EXTENSION_IS_EXTENDED = 504;

  private final TarPath entry;
  private final long headerOffset;
  private final long realSize;
  private final List<DataRun> runs = new ArrayList<>();
  private long end;
  private long dataBytes;

  private SparseMap(TarPath entry, long headerOffset, long realSize) throws LayerFormatException {
    this.entry = entry;
    this.headerOffset = headerOffset;
    this.realSize = realSize;
    if (realSize < 0) {
      throw error("a size", Long.toString(realSize));
    }
  }

  /** The old GNU format: four slots in the header, more in the blocks behind it. */
  static SparseMap ofHeader(TarHeader header, TarPath entry, TarInput input, int maxBytes)
      throws IOException {
    var map = new SparseMap(entry, header.offset(), header.oldSparseRealSize());
    map.addSlots(header, TarHeader.OLD_SPARSE_MAP, TarHeader.OLD_SPARSE_SLOTS);
    boolean extended = header.isSetAt(TarHeader.OLD_SPARSE_IS_EXTENDED);
    for (int bytes = TarInput.BLOCK; extended; bytes += TarInput.BLOCK) {
      map.requireMapWithin(bytes, maxBytes);
      TarHeader block = header.continuedBy(input.readFully(TarInput.BLOCK, "the sparse map"));
      map.addSlots(block, 0, EXTENSION_SLOTS);
      extended = block.isSetAt(EXTENSION_IS_EXTENDED);
    }
    return map;
  }

  /**
   * {@return the map that PAX records say, read from the body's begin in format 1.0; null if the
   * records say none}
   */
  static @Nullable SparseMap ofRecords(
      PaxRecords pax, TarPath entry, long headerOffset, TarInput input, int maxBytes)
      throws IOException {
    String major = pax.text("GNU.sparse.major");
    String minor = pax.text("GNU.sparse.minor");
    String version = major == null && minor == null ? null : major + "." + minor;
    String list = pax.text("GNU.sparse.map");
    if ("1.0".equals(version)) {
      var map =
          new SparseMap(
              entry, headerOffset, decimal(pax, "GNU.sparse.realsize", entry, headerOffset));
      map.addLines(input, maxBytes);
      return map;
    }
    if (version != null && !version.equals("0.0") && !version.equals("0.1")) {
      throw new LayerFormatException(
          entry.toString(), headerOffset, "sparse format 0.0, 0.1 or 1.0", version);
    }
    if (version == null && list == null && pax.sparsePairs().isEmpty()) {
      return null;
    }
    var map =
        new SparseMap(entry, headerOffset, decimal(pax, "GNU.sparse.size", entry, headerOffset));
    map.addNumbers(list == null ? pax.sparsePairs() : List.of(list.split(",", -1)));
    return map;
  }

  long realSize() {
    return realSize;
  }

  /** {@return the runs, which must take as many bytes as the body has} */
  List<DataRun> runs(long bodyBytes) throws LayerFormatException {
    if (dataBytes != bodyBytes) {
      throw error("a sparse map of " + bodyBytes + " bytes of data", dataBytes + " bytes");
    }
    return runs;
  }

  private void addSlots(TarHeader block, int at, int slots) throws LayerFormatException {
    for (int i = 0; i < slots; i++) {
      int slot = at + i * SLOT_BYTES;
      if (!block.isSetAt(slot)) {
        return;
      }
      add(
          block.numberAt("sparse offset", slot),
          block.numberAt("sparse length", slot + SLOT_BYTES / 2));
    }
  }

  private void addNumbers(List<String> numbers) throws LayerFormatException {
    if (numbers.size() % 2 != 0) {
      throw error("pairs of numbers in the sparse map", numbers.size() + " numbers");
    }
    for (int i = 0; i < numbers.size(); i += 2) {
      add(parse(numbers.get(i)), parse(numbers.get(i + 1)));
    }
  }

  /** Lines of decimal numbers: how many runs, then each one's offset and length; padded. */
  private void addLines(TarInput input, int maxBytes) throws IOException {
    byte[] block = new byte[0];
    int at = 0;
    int mapBytes = 0;
    long wanted = -1;
    long taken = 0;
    long offset = -1;
    var digits = new StringBuilder();
    while (wanted < 0 || taken < wanted) {
      if (at == block.length) {
        mapBytes += TarInput.BLOCK;
        requireMapWithin(mapBytes, maxBytes);
        block = input.readFully(TarInput.BLOCK, "the sparse map");
        at = 0;
      }
      byte b = block[at++];
      if (b != '\n') {
        digits.append((char) (b & 0xFF));
        continue;
      }
      long number = parse(digits.toString());
      digits.setLength(0);
      if (wanted < 0) {
        wanted = number;
      } else if (offset < 0) {
        offset = number;
      } else {
        add(offset, number);
        offset = -1;
        taken++;
      }
    }
  }

  private void add(long offset, long length) throws LayerFormatException {
    if (offset < end || length < 0 || offset > realSize || length > realSize - offset) {
      throw error(
          "a sparse run between " + end + " and " + realSize, offset + " and " + length + " bytes");
    }
    if (length > 0) {
      runs.add(new DataRun(offset, length));
      dataBytes += length;
      end = offset + length;
    }
  }

  private void requireMapWithin(int bytes, int maxBytes) throws LayerFormatException {
    if (bytes > maxBytes) {
      throw error("at most " + maxBytes + " bytes of sparse map (paxHeaderBytes)", "more")
          .ofLimit();
    }
  }

  private long parse(String number) throws LayerFormatException {
    return decimal(number, "the sparse map", entry, headerOffset);
  }

  private static long decimal(PaxRecords pax, String keyword, TarPath entry, long offset)
      throws LayerFormatException {
    String text = pax.text(keyword);
    return decimal(text == null ? "" : text, keyword, entry, offset);
  }

  /** {@return a decimal number without a sign} */
  static long decimal(String text, String what, TarPath entry, long offset)
      throws LayerFormatException {
    boolean digits = !text.isEmpty() && text.length() <= 19;
    for (int i = 0; i < text.length(); i++) {
      digits &= text.charAt(i) >= '0' && text.charAt(i) <= '9';
    }
    try {
      if (digits) {
        return Long.parseLong(text);
      }
    } catch (NumberFormatException ignored) {
      // Over 2^63: said below, as for every other text.
    }
    throw new LayerFormatException(
        entry.toString(), offset, "a decimal number in " + what, "\"" + TarPath.of(text) + "\"");
  }

  private LayerFormatException error(String wanted, String got) {
    return new LayerFormatException(entry.toString(), headerOffset, wanted, got);
  }
}
