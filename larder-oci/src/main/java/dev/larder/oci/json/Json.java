// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.json;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.io.JsonStringEncoder;
import tools.jackson.core.json.JsonFactory;

/**
 * A value of a small JSON text that nobody vouches for: an error, a token, a configuration. What is
 * missing or of another type reads as empty, so that the reader decides what it cannot do without.
 *
 * @param fields the fields of an object, empty for anything else
 * @param elements the elements of an array, empty for anything else
 * @param text the text of a string, a number or a boolean, empty for anything else
 */
public record Json(Map<String, Json> fields, List<Json> elements, String text) {
  private static final int DEPTH_LIMIT = 64;
  private static final JsonFactory FACTORY =
      JsonFactory.builder()
          .streamReadConstraints(
              StreamReadConstraints.builder().maxNestingDepth(DEPTH_LIMIT).build())
          .build();

  /** What is missing. */
  public static final Json NOTHING = new Json(Map.of(), List.of(), "");

  /** {@return the value that {@code bytes} hold, empty if they are not JSON} */
  public static Optional<Json> parse(byte[] bytes) {
    try (var parser = FACTORY.createParser(ObjectReadContext.empty(), bytes)) {
      if (parser.nextToken() == null) {
        return Optional.empty();
      }
      Json value = value(parser);
      return parser.nextToken() == null ? Optional.of(value) : Optional.empty();
    } catch (JacksonException ignored) { // the caller says what was expected to be JSON
      return Optional.empty();
    }
  }

  /** {@return {@code text} as JSON has it, in quotes} */
  public static String quote(String text) {
    return '"' + new String(JsonStringEncoder.getInstance().quoteAsCharArray(text)) + '"';
  }

  /** {@return a field of an object, an empty value if there is none} */
  public Json field(String name) {
    return fields.getOrDefault(name, NOTHING);
  }

  private static Json value(JsonParser parser) {
    return switch (parser.currentToken()) {
      case START_OBJECT -> {
        var fields = new LinkedHashMap<String, Json>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
          String name = parser.currentName();
          parser.nextToken();
          fields.put(name, value(parser));
        }
        yield new Json(fields, List.of(), "");
      }
      case START_ARRAY -> {
        var elements = new ArrayList<Json>();
        while (parser.nextToken() != JsonToken.END_ARRAY) {
          elements.add(value(parser));
        }
        yield new Json(Map.of(), elements, "");
      }
      case VALUE_STRING, VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT, VALUE_TRUE, VALUE_FALSE ->
          new Json(Map.of(), List.of(), parser.getString());
      case null, default -> NOTHING;
    };
  }
}
