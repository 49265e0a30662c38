// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Ranges of bytes, asked for and answered: RFC 9110, 14. */
final class ContentRange {
  private static final Pattern FIELD =
      Pattern.compile("bytes (\\d{1,18})-(\\d{1,18})/(\\d{1,18}|\\*)");

  /** The bytes are counted, so they must come as they are stored. */
  static final Map<String, String> WHOLE = Map.of("Accept-Encoding", "identity");

  private ContentRange() {}

  /** {@return the fields that ask for what is behind {@code from}} */
  static Map<String, String> from(long from) {
    return Map.of("Range", "bytes=" + from + "-", "Accept-Encoding", "identity");
  }

  /** {@return the fields that ask for what is from {@code from} to before {@code to}} */
  static Map<String, String> of(long from, long to) {
    return Map.of("Range", "bytes=" + from + "-" + (to - 1), "Accept-Encoding", "identity");
  }

  /** {@return whether {@code reply} has the bytes from {@code from} to before {@code to}} */
  static boolean isIn(Reply reply, long from, long to, long sizeBytes) {
    Matcher field = FIELD.matcher(reply.header("Content-Range").orElse(""));
    return reply.status() == 206
        && field.matches()
        && Long.parseLong(field.group(1)) == from
        && Long.parseLong(field.group(2)) == to - 1
        && (field.group(3).equals("*") || Long.parseLong(field.group(3)) == sizeBytes);
  }
}
