// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** Names as one character per byte, and how people read them. */
final class RawName {

  private RawName() {}

  /** {@return the name as UTF-8 text where it is that, with escapes where it is not} */
  static String shown(String raw) {
    byte[] bytes = raw.getBytes(StandardCharsets.ISO_8859_1);
    String text = raw;
    try {
      text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(bytes)).toString();
    } catch (CharacterCodingException ignored) { // not UTF-8: its bytes above 0x7f are escaped
      text = escape(text, 0x7e);
    }
    return escape(text, Character.MAX_VALUE);
  }

  private static String escape(String text, int lastPlain) {
    var shown = new StringBuilder();
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c < ' ' || c == 0x7f || c > lastPlain) {
        shown.append(String.format("\\x%02x", (int) c));
      } else {
        shown.append(c);
      }
    }
    return shown.toString();
  }
}
