// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tar;

import dev.larder.erofs.layer.LayerFormatException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The records of PAX extended headers: POSIX.1-2017 pax, "pax Extended Header". A record is {@code
 * LENGTH KEYWORD=VALUE\n}, where the length counts itself and the value may be any bytes.
 */
final class PaxRecords {
  static final String SPARSE_OFFSET = "GNU.sparse.offset";
  static final String SPARSE_NUMBYTES = "GNU.sparse.numbytes";

  private final Map<String, byte[]> values = new LinkedHashMap<>();

  /** Offset, length, offset, length …: the only keywords that are said many times in a header. */
  private final List<String> sparsePairs = new ArrayList<>();

  /**
   * Adds the records of one header; a later record of a keyword takes the place of an earlier one.
   *
   * @param body the header's content
   * @param bodyOffset where it is in the stream
   */
  void addAll(byte[] body, long bodyOffset) throws LayerFormatException {
    int at = 0;
    while (at < body.length) {
      int space = at;
      int length = 0;
      while (space < body.length
          && body[space] >= '0'
          && body[space] <= '9'
          && length < body.length) {
        length = length * 10 + (body[space++] - '0');
      }
      int end = at + length;
      if (space == at || space >= body.length || body[space] != ' ' || length > body.length - at) {
        throw malformed(bodyOffset + at, "no length that fits");
      }
      int equals = space + 1;
      while (equals < end && body[equals] != '=') {
        equals++;
      }
      if (equals >= end || equals == space + 1 || body[end - 1] != '\n') {
        throw malformed(bodyOffset + at, "no keyword, '=' or line feed at its end");
      }
      add(body, space + 1, equals, end - 1, bodyOffset + at);
      at = end;
    }
  }

  private void add(byte[] body, int keywordAt, int equals, int end, long offset)
      throws LayerFormatException {
    var keyword = new String(body, keywordAt, equals - keywordAt, StandardCharsets.UTF_8);
    if (Xattrs.isXattr(keyword)
        && !Arrays.equals(
            keyword.getBytes(StandardCharsets.UTF_8),
            0,
            equals - keywordAt,
            body,
            keywordAt,
            equals)) {
      throw new LayerFormatException("", offset, "an attribute's name in UTF-8", keyword);
    }
    byte[] value = Arrays.copyOfRange(body, equals + 1, end);
    if (keyword.equals(SPARSE_OFFSET) || keyword.equals(SPARSE_NUMBYTES)) {
      boolean offsetIsNext = sparsePairs.size() % 2 == 0;
      if (offsetIsNext != keyword.equals(SPARSE_OFFSET)) {
        throw new LayerFormatException(
            "", offset, SPARSE_OFFSET + " and " + SPARSE_NUMBYTES + " in turn", keyword);
      }
      sparsePairs.add(new String(value, StandardCharsets.UTF_8));
    } else {
      put(keyword, value);
    }
  }

  /** {@return these records, with {@code local} in front of them} */
  PaxRecords with(PaxRecords local) {
    if (values.isEmpty()) {
      return local;
    }
    var both = new PaxRecords();
    both.values.putAll(values);
    local.values.forEach(both::put);
    both.sparsePairs.addAll(local.sparsePairs);
    return both;
  }

  /** {@return the value, or null when there is none or it is empty, which POSIX takes for none} */
  byte @Nullable [] bytes(String keyword) {
    byte[] value = values.get(keyword);
    return value == null || value.length == 0 ? null : value;
  }

  /** {@return the value as text, or null when there is none or it is empty} */
  @Nullable String text(String keyword) {
    byte[] value = bytes(keyword);
    return value == null ? null : new String(value, StandardCharsets.UTF_8);
  }

  /** {@return the offsets and lengths of a sparse map in format 0.0, in turn} */
  List<String> sparsePairs() {
    return sparsePairs;
  }

  /** {@return every record, the keyword that was set last at the end} */
  Map<String, byte[]> all() {
    return values;
  }

  private void put(String keyword, byte[] value) {
    values.remove(keyword);
    values.put(keyword, value);
  }

  private static LayerFormatException malformed(long offset, String got) {
    return new LayerFormatException("", offset, "a PAX record \"LENGTH KEYWORD=VALUE\"", got);
  }
}
