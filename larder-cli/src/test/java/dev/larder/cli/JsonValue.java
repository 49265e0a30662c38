// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/**
 * JSON as a test looks at it.
 *
 * @param value a map, a list, a string, a number, a boolean, or null
 */
record JsonValue(@Nullable Object value) {
  static final JsonValue NULL = new JsonValue(null);

  static JsonValue of(Object value) {
    return new JsonValue(value);
  }

  /** {@return the one value that {@code text} holds} */
  static JsonValue parse(String text) {
    try (var parser = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
      var value = read(parser, parser.nextToken());
      if (parser.nextToken() != null) {
        throw new IllegalArgumentException("more than one value: " + text);
      }
      return new JsonValue(value);
    }
  }

  private static @Nullable Object read(JsonParser parser, JsonToken token) {
    return switch (token) {
      case START_OBJECT -> {
        var members = new LinkedHashMap<String, @Nullable Object>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          members.put(name, read(parser, parser.nextToken()));
        }
        yield members;
      }
      case START_ARRAY -> {
        var elements = new ArrayList<@Nullable Object>();
        for (var next = parser.nextToken();
            next != JsonToken.END_ARRAY;
            next = parser.nextToken()) {
          elements.add(read(parser, next));
        }
        yield elements;
      }
      case VALUE_STRING -> parser.getString();
      case VALUE_NUMBER_INT -> parser.getLongValue();
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case VALUE_NULL -> null;
      default -> throw new IllegalArgumentException("unexpected " + token);
    };
  }

  /** {@return the element at {@code index}} */
  JsonValue at(int index) {
    return new JsonValue(list().get(index));
  }

  /** {@return the member {@code name}, which must be there} */
  JsonValue at(String name) {
    if (!map().containsKey(name)) {
      throw new IllegalArgumentException("no member " + name + " in " + value);
    }
    return new JsonValue(map().get(name));
  }

  List<?> list() {
    if (value instanceof List<?> list) {
      return list;
    }
    throw new IllegalArgumentException("no array: " + value);
  }

  Map<?, ?> map() {
    if (value instanceof Map<?, ?> map) {
      return map;
    }
    throw new IllegalArgumentException("no object: " + value);
  }

  String text() {
    return String.valueOf(value);
  }

  List<String> names() {
    return map().keySet().stream().map(String::valueOf).toList();
  }
}
