// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.Digest;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;

/**
 * Reads one JSON document value by value. A field that is {@code null} is as if it were missing,
 * and of a field given twice the last one counts, as in Go, which wrote nearly all of these
 * documents. Whatever is wrong becomes a {@link MalformedDocumentException} that says where.
 */
final class DocumentReader implements AutoCloseable {
  /** Reads the value that the reader stands on. */
  interface ValueReader<T> {
    T read() throws MalformedDocumentException;
  }

  /** Factories are costly to make and free to share. */
  private static final JsonFactory DEFAULT_FACTORY = factory(DocumentLimits.DEFAULT.depth());

  private static final JsonFactory KEPT_FACTORY = factory(DocumentLimits.OF_KEPT.depth());

  private final String document;
  private final JsonParser parser;

  private DocumentReader(String document, JsonParser parser) {
    this.document = document;
    this.parser = parser;
  }

  /** Opens a document and stands on its root. */
  static DocumentReader open(String document, byte[] bytes, int limitBytes, int depth)
      throws MalformedDocumentException {
    if (bytes.length > limitBytes) {
      throw new MalformedDocumentException(
          document,
          "",
          -1,
          "it has " + bytes.length + " bytes, more than the limit of " + limitBytes);
    }
    var factory = factoryFor(depth);
    var reader =
        new DocumentReader(document, factory.createParser(ObjectReadContext.empty(), bytes));
    reader.next();
    return reader;
  }

  private static JsonFactory factoryFor(int depth) {
    if (depth == DocumentLimits.DEFAULT.depth()) {
      return DEFAULT_FACTORY;
    }
    return depth == DocumentLimits.OF_KEPT.depth() ? KEPT_FACTORY : factory(depth);
  }

  /** A factory whose strings are as long as the document lets them be. */
  private static JsonFactory factory(int depth) {
    var constraints =
        StreamReadConstraints.builder()
            .maxNestingDepth(depth)
            .maxStringLength(Integer.MAX_VALUE)
            .maxNameLength(Integer.MAX_VALUE)
            .build();
    return JsonFactory.builder().streamReadConstraints(constraints).build();
  }

  /** Enters the object that the reader stands on. */
  void beginObject() throws MalformedDocumentException {
    if (parser.currentToken() != JsonToken.START_OBJECT) {
      throw wrongType("an object");
    }
  }

  /** Goes to the next field that is not null and stands on its value; false at the object's end. */
  boolean nextField() throws MalformedDocumentException {
    do {
      if (next() == JsonToken.END_OBJECT) {
        return false;
      }
    } while (next() == JsonToken.VALUE_NULL);
    return true;
  }

  /** The name of the field that {@link #nextField} went to; valid until its value is read. */
  String fieldName() {
    return parser.currentName();
  }

  <T> List<T> list(ValueReader<T> element) throws MalformedDocumentException {
    if (parser.currentToken() != JsonToken.START_ARRAY) {
      throw wrongType("an array");
    }
    var list = new ArrayList<T>();
    while (next() != JsonToken.END_ARRAY) {
      list.add(element.read());
    }
    return list;
  }

  <T> Map<String, T> map(ValueReader<T> value) throws MalformedDocumentException {
    beginObject();
    var map = new LinkedHashMap<String, T>();
    while (nextField()) {
      String name = fieldName();
      map.put(name, value.read());
    }
    return map;
  }

  List<String> strings() throws MalformedDocumentException {
    return list(this::string);
  }

  Map<String, String> stringMap() throws MalformedDocumentException {
    return map(this::string);
  }

  /** The field names of an object whose values say nothing, as Go writes a set. */
  Set<String> names() throws MalformedDocumentException {
    beginObject();
    var names = new LinkedHashSet<String>();
    while (next() != JsonToken.END_OBJECT) {
      names.add(fieldName());
      next();
      skip();
    }
    return names;
  }

  String string() throws MalformedDocumentException {
    if (parser.currentToken() != JsonToken.VALUE_STRING) {
      throw wrongType("a string");
    }
    try {
      return parser.getString();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  boolean bool() throws MalformedDocumentException {
    return switch (parser.currentToken()) {
      case VALUE_TRUE -> true;
      case VALUE_FALSE -> false;
      case null, default -> throw wrongType("true or false");
    };
  }

  long integer() throws MalformedDocumentException {
    if (parser.currentToken() != JsonToken.VALUE_NUMBER_INT) {
      throw wrongType("an integer");
    }
    try {
      return parser.getLongValue();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /** Reads the version that manifests and indexes, of OCI and Docker, are both in. */
  void requireSchemaVersion2() throws MalformedDocumentException {
    long version = integer();
    if (version != 2) {
      throw malformed("the schema version is " + version + ", not 2");
    }
  }

  Digest digest() throws MalformedDocumentException {
    String text = string();
    try {
      return Digest.parse(text);
    } catch (IllegalArgumentException e) {
      throw (MalformedDocumentException) malformed(String.valueOf(e.getMessage())).initCause(e);
    }
  }

  boolean isString() {
    return parser.currentToken() == JsonToken.VALUE_STRING;
  }

  /** Skips the value that the reader stands on. */
  void skip() throws MalformedDocumentException {
    try {
      parser.skipChildren();
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /** {@return the first byte of the value that the reader stands on, negative if it cannot tell} */
  long valueStart() {
    return parser.currentTokenLocation().getByteOffset();
  }

  /** {@return the byte behind the object or array that was skipped, negative if it cannot tell} */
  long valueEnd() {
    return parser.currentLocation().getByteOffset();
  }

  /** Checks that nothing stands behind the document. */
  void end() throws MalformedDocumentException {
    try {
      if (parser.nextToken() != null) {
        throw malformed("there is something behind the document's end");
      }
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  /** What the reader stands on is wrong: {@code problem}. */
  MalformedDocumentException malformed(String problem) {
    return new MalformedDocumentException(
        document,
        parser.streamReadContext().pathAsPointer().toString(),
        parser.currentTokenLocation().getByteOffset(),
        problem);
  }

  /** The object that the reader stands on the end of lacks {@code field}. */
  MalformedDocumentException missing(String field) {
    return malformed("the required field \"" + field + "\" is missing");
  }

  @Override
  public void close() {
    parser.close();
  }

  private JsonToken next() throws MalformedDocumentException {
    try {
      var token = parser.nextToken();
      if (token == null) {
        throw malformed("it ends too early");
      }
      return token;
    } catch (JacksonException e) {
      throw malformed(e);
    }
  }

  private MalformedDocumentException wrongType(String wanted) {
    String got =
        switch (parser.currentToken()) {
          case START_OBJECT -> "an object";
          case START_ARRAY -> "an array";
          case VALUE_STRING -> "a string";
          case VALUE_NUMBER_INT, VALUE_NUMBER_FLOAT -> "a number";
          case VALUE_TRUE, VALUE_FALSE -> "true or false";
          case null, default -> "null";
        };
    return malformed("wanted " + wanted + ", got " + got);
  }

  private MalformedDocumentException malformed(JacksonException e) {
    var location = e.getLocation();
    var exception =
        new MalformedDocumentException(
            document,
            parser.streamReadContext().pathAsPointer().toString(),
            location == null ? -1 : location.getByteOffset(),
            firstLine(String.valueOf(e.getOriginalMessage())));
    exception.initCause(e);
    return exception;
  }

  private static String firstLine(String message) {
    int end = message.indexOf('\n');
    return end < 0 ? message : message.substring(0, end);
  }
}
