// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import dev.larder.testkit.image.TarEntry.Segment;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;

/** Where the data of a sparse file lies, in each of its encodings. */
record SparseMap(SparseFormat format, long realSizeBytes, List<Segment> segments) {

  static final SparseMap NONE = new SparseMap(SparseFormat.OLD_GNU, -1, List.of());

  private static final int SLOT_BYTES = 24;
  private static final int HEADER_MAP = 386;
  private static final int HEADER_SLOTS = 4;
  private static final int HEADER_IS_EXTENDED = 482;
  private static final int HEADER_REAL_SIZE = 483;
  private static final int EXTENSION_SLOTS = 21;
  private static final int EXTENSION_IS_EXTENDED = 504;

  SparseMap {
    segments = List.copyOf(segments);
  }

  boolean isPresent() {
    return realSizeBytes >= 0;
  }

  /** {@return what follows the header: the data, behind the map in format 1.0} */
  Content content() {
    byte[] front = format == SparseFormat.PAX_1_0 ? decimalMap() : new byte[0];
    long sizeBytes = front.length;
    for (Segment segment : segments) {
      sizeBytes += segment.content().sizeBytes();
    }
    return new Streamed(
        sizeBytes,
        out -> {
          out.write(front);
          for (Segment segment : segments) {
            segment.content().writeTo(out);
          }
        });
  }

  /** Fills a GNU header's map, and returns the blocks that continue it. */
  byte[] writeOldGnu(byte[] header) {
    List<long[]> slots = slots();
    writeSlots(header, HEADER_MAP, slots.subList(0, Math.min(HEADER_SLOTS, slots.size())));
    TarEncoder.number(header, HEADER_REAL_SIZE, 12, realSizeBytes, false);
    List<long[]> rest = slots.subList(Math.min(HEADER_SLOTS, slots.size()), slots.size());
    header[HEADER_IS_EXTENDED] = (byte) (rest.isEmpty() ? 0 : 1);
    int blocks = Math.ceilDiv(rest.size(), EXTENSION_SLOTS);
    var extensions = ByteBuffer.allocate(blocks * TarEncoder.BLOCK);
    for (int i = 0; i < blocks; i++) {
      byte[] block = new byte[TarEncoder.BLOCK];
      int end = Math.min((i + 1) * EXTENSION_SLOTS, rest.size());
      writeSlots(block, 0, rest.subList(i * EXTENSION_SLOTS, end));
      block[EXTENSION_IS_EXTENDED] = (byte) (i + 1 < blocks ? 1 : 0);
      extensions.put(block);
    }
    return extensions.array();
  }

  /** {@return the PAX records that say this map, for an entry of this name} */
  List<Map.Entry<String, byte[]>> paxRecords(byte[] name) {
    List<long[]> slots = slots();
    var records = new ArrayList<Map.Entry<String, byte[]>>();
    switch (format) {
      case OLD_GNU -> {}
      case PAX_0_0 -> {
        records.add(record("size", "" + realSizeBytes));
        records.add(record("numblocks", "" + slots.size()));
        for (long[] slot : slots) {
          records.add(record("offset", "" + slot[0]));
          records.add(record("numbytes", "" + slot[1]));
        }
      }
      case PAX_0_1 -> {
        records.add(Map.entry("GNU.sparse.name", name));
        records.add(record("size", "" + realSizeBytes));
        records.add(record("numblocks", "" + slots.size()));
        var map = new ArrayList<String>();
        slots.forEach(slot -> map.add(slot[0] + "," + slot[1]));
        records.add(record("map", String.join(",", map)));
      }
      case PAX_1_0 -> {
        records.add(record("major", "1"));
        records.add(record("minor", "0"));
        records.add(Map.entry("GNU.sparse.name", name));
        records.add(record("realsize", "" + realSizeBytes));
      }
    }
    return records;
  }

  private static Map.Entry<String, byte[]> record(String keyword, String value) {
    return Map.entry("GNU.sparse." + keyword, value.getBytes(StandardCharsets.UTF_8));
  }

  private byte[] decimalMap() {
    List<long[]> slots = slots();
    var text = new StringBuilder().append(slots.size()).append('\n');
    slots.forEach(slot -> text.append(slot[0]).append('\n').append(slot[1]).append('\n'));
    byte[] bytes = text.toString().getBytes(StandardCharsets.US_ASCII);
    return Arrays.copyOf(bytes, Math.ceilDiv(bytes.length, TarEncoder.BLOCK) * TarEncoder.BLOCK);
  }

  /**
   * Offset and length of each segment; a hole at the end is told by an empty segment, as GNU does.
   */
  private List<long[]> slots() {
    var slots = new ArrayList<long[]>();
    long end = 0;
    for (Segment segment : segments) {
      slots.add(new long[] {segment.offset(), segment.content().sizeBytes()});
      end = segment.offset() + segment.content().sizeBytes();
    }
    if (end < realSizeBytes) {
      slots.add(new long[] {realSizeBytes, 0});
    }
    return slots;
  }

  private static void writeSlots(byte[] block, int at, List<long[]> slots) {
    int offset = at;
    for (long[] slot : slots) {
      TarEncoder.number(block, offset, 12, slot[0], false);
      TarEncoder.number(block, offset + 12, 12, slot[1], false);
      offset += SLOT_BYTES;
    }
  }
}
