// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.output;

import java.io.PrintStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.ObjectWriteContext;
import tools.jackson.core.PrettyPrinter;
import tools.jackson.core.StreamWriteFeature;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.util.DefaultIndenter;
import tools.jackson.core.util.DefaultPrettyPrinter;
import tools.jackson.core.util.Separators;

/**
 * Writes JSON as it is told, member by member. What is unknown is {@code null}; moments and digests
 * are written as their texts.
 */
public final class Json {
  private static final JsonFactory FACTORY =
      JsonFactory.builder().disable(StreamWriteFeature.AUTO_CLOSE_TARGET).build();

  private final JsonGenerator generator;

  private Json(JsonGenerator generator) {
    this.generator = generator;
  }

  /** Prints one object over several lines. */
  public static void printObject(PrintStream out, Consumer<Json> members) {
    print(out, new Indented(), json -> json.element(members));
  }

  /** Prints one array over several lines, an object for each of {@code items}. */
  public static <T> void printArray(PrintStream out, List<T> items, BiConsumer<Json, T> members) {
    print(out, new Indented(), json -> json.elements(items, members));
  }

  /** Prints one object on one line. */
  public static void printLine(PrintStream out, Consumer<Json> members) {
    print(out, ObjectWriteContext.empty(), json -> json.element(members));
  }

  private static void print(PrintStream out, ObjectWriteContext context, Consumer<Json> document) {
    try (var generator = FACTORY.createGenerator(context, out)) {
      document.accept(new Json(generator));
    }
    out.write('\n');
    out.flush();
  }

  /** Two spaces, and every element on a line of its own. */
  private static final class Indented extends ObjectWriteContext.Base {
    @Override
    public PrettyPrinter getPrettyPrinter() {
      var printer =
          new DefaultPrettyPrinter(
              Separators.createDefaultInstance()
                  .withObjectNameValueSpacing(Separators.Spacing.AFTER));
      var indenter = new DefaultIndenter("  ", "\n");
      printer.indentArraysWith(indenter);
      printer.indentObjectsWith(indenter);
      return printer;
    }
  }

  /** Writes a text. */
  public void member(String name, String value) {
    generator.writeStringProperty(name, value);
  }

  /** Writes a number. */
  public void member(String name, long value) {
    generator.writeNumberProperty(name, value);
  }

  /** Writes true or false. */
  public void member(String name, boolean value) {
    generator.writeBooleanProperty(name, value);
  }

  /** Writes a value's text, null if there is none. */
  public void member(String name, Optional<?> value) {
    textOrNull(name, value.map(Object::toString).orElse(""));
  }

  /** Writes a number, null if there is none. */
  public void member(String name, OptionalLong value) {
    if (value.isPresent()) {
      generator.writeNumberProperty(name, value.getAsLong());
    } else {
      generator.writeNullProperty(name);
    }
  }

  /** Writes a text, null if it is empty. */
  public void textOrNull(String name, String value) {
    if (value.isEmpty()) {
      generator.writeNullProperty(name);
    } else {
      generator.writeStringProperty(name, value);
    }
  }

  /** Writes an array of texts. */
  public void texts(String name, List<String> values) {
    generator.writeName(name);
    generator.writeStartArray();
    values.forEach(generator::writeString);
    generator.writeEndArray();
  }

  /** Writes an object of texts. */
  public void texts(String name, Map<String, String> values) {
    object(name, json -> values.forEach(json::member));
  }

  /** Writes an object. */
  public void object(String name, Consumer<Json> members) {
    generator.writeName(name);
    element(members);
  }

  /** Writes an array, an object for each of {@code items}. */
  public <T> void array(String name, List<T> items, BiConsumer<Json, T> members) {
    generator.writeName(name);
    elements(items, members);
  }

  private <T> void elements(List<T> items, BiConsumer<Json, T> members) {
    generator.writeStartArray();
    items.forEach(item -> element(json -> members.accept(json, item)));
    generator.writeEndArray();
  }

  private void element(Consumer<Json> members) {
    generator.writeStartObject();
    members.accept(this);
    generator.writeEndObject();
  }
}
