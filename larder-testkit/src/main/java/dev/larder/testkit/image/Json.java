// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/** Writes maps, lists, strings, numbers and booleans as JSON, in the order that they have. */
final class Json {

  private final StringBuilder out = new StringBuilder();

  private Json() {}

  static byte[] bytes(Object value) {
    var json = new Json();
    json.value(value);
    return json.out.toString().getBytes(StandardCharsets.UTF_8);
  }

  private void value(Object value) {
    switch (value) {
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      case String text -> string(text);
      case Number number -> out.append(number);
      case Boolean bool -> out.append(bool);
      default -> throw new IllegalArgumentException("not for JSON: " + value.getClass());
    }
  }

  private void object(Map<?, ?> map) {
    out.append('{');
    String separator = "";
    for (Map.Entry<?, ?> member : map.entrySet()) {
      out.append(separator);
      string((String) member.getKey());
      out.append(':');
      value(member.getValue());
      separator = ",";
    }
    out.append('}');
  }

  private void array(List<?> list) {
    out.append('[');
    String separator = "";
    for (Object element : list) {
      out.append(separator);
      value(element);
      separator = ",";
    }
    out.append(']');
  }

  private void string(String text) {
    out.append('"');
    text.chars()
        .forEach(
            c -> {
              if (c < ' ' || c == '"' || c == '\\') {
                out.append(String.format("\\u%04x", c));
              } else {
                out.append((char) c);
              }
            });
    out.append('"');
  }
}
