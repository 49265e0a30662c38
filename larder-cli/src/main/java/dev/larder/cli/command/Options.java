// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.TypeConversionException;

/** Options and parameters in the few forms that the commands use. */
final class Options {
  private Options() {}

  /** {@return the specification of {@code command}, with help, nothing else yet} */
  static CommandSpec command(Command command, String name, String description) {
    var spec = CommandSpec.wrapWithoutInspection(command).name(name);
    spec.usageMessage().description(description);
    spec.addOption(
        OptionSpec.builder("-h", "--help")
            .usageHelp(true)
            .description("Show this help and exit.")
            .build());
    return spec;
  }

  /** {@return an option without a value; false unless it is given} */
  static OptionSpec flag(String description, String... names) {
    return OptionSpec.builder(names)
        .type(boolean.class)
        .initialValue(false)
        .description(description)
        .build();
  }

  /** {@return an option whose value {@code parse} makes of its text; not given, it is null} */
  static <T> OptionSpec value(
      Class<T> type, Function<String, T> parse, String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(type)
        .converters(converter(parse))
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** {@return an option that may be given several times; a list, empty if it is not given} */
  static <T> OptionSpec repeated(
      Class<T> type, Function<String, T> parse, String label, String description, String... names) {
    return OptionSpec.builder(names)
        .type(List.class)
        .auxiliaryTypes(type)
        .converters(converter(parse))
        .initialValue(new ArrayList<T>())
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** {@return an option whose value is a constant, in lower case with dashes} */
  static <E extends Enum<E>> OptionSpec choice(E initial, String description, String... names) {
    var type = initial.getDeclaringClass();
    return OptionSpec.builder(names)
        .type(type)
        .converters(converter(text -> constant(type, text)))
        .completionCandidates(words(type))
        .initialValue(initial)
        .paramLabel(String.join("|", words(type)))
        .description(description + " (default: " + word(initial) + ").")
        .build();
  }

  private static <E extends Enum<E>> List<String> words(Class<E> type) {
    return Stream.of(type.getEnumConstants()).map(Options::word).toList();
  }

  private static String word(Enum<?> constant) {
    return constant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  private static <E extends Enum<E>> E constant(Class<E> type, String text) {
    var words = words(type);
    int index = words.indexOf(text);
    if (index < 0) {
      throw new IllegalArgumentException("'" + text + "' is none of " + String.join(", ", words));
    }
    return type.getEnumConstants()[index];
  }

  /** {@return a path; an empty text is none, but a variable of a script that is not set} */
  static Path path(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("the path is empty");
    }
    return Path.of(text);
  }

  /** {@return what parses a text; the message of its failure is all that is said of it} */
  static <T> ITypeConverter<T> converter(Function<String, T> parse) {
    return text -> {
      try {
        return parse.apply(text);
      } catch (IllegalArgumentException e) {
        throw new TypeConversionException(e.getMessage());
      }
    };
  }

  /** {@return the parameter at {@code index}, a text that must be given} */
  static PositionalParamSpec parameter(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .required(true)
        .arity("1")
        .type(String.class)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** {@return the parameter at {@code index}, a text that is {@code initial} unless it is given} */
  static PositionalParamSpec optionalParameter(
      int index, String label, String initial, String description) {
    return PositionalParamSpec.builder()
        .index(String.valueOf(index))
        .required(false)
        .arity("0..1")
        .type(String.class)
        .initialValue(initial)
        .paramLabel(label)
        .description(description)
        .build();
  }

  /** {@return the only parameter, a constant of {@code type} in lower case} */
  static <E extends Enum<E>> PositionalParamSpec choice(
      Class<E> type, String label, String description) {
    return PositionalParamSpec.builder()
        .index("0")
        .required(true)
        .arity("1")
        .type(type)
        .converters(converter(text -> constant(type, text)))
        .completionCandidates(words(type))
        .paramLabel(label)
        .description(description + ": " + String.join(", ", words(type)) + ".")
        .build();
  }

  /** {@return all parameters, at least one: a list of texts} */
  static PositionalParamSpec parameters(String label, String description) {
    return parametersFrom(0, label, description);
  }

  /** {@return all parameters from {@code index} on, at least one: a list of texts} */
  static PositionalParamSpec parametersFrom(int index, String label, String description) {
    return texts(index, label, description).required(true).arity("1..*").build();
  }

  /** {@return all parameters, of which there need be none: a list of texts} */
  static PositionalParamSpec optionalParameters(String label, String description) {
    return texts(0, label, description)
        .required(false)
        .arity("0..*")
        .initialValue(new ArrayList<String>())
        .build();
  }

  private static PositionalParamSpec.Builder texts(int index, String label, String description) {
    return PositionalParamSpec.builder()
        .index(index + "..*")
        .type(List.class)
        .auxiliaryTypes(String.class)
        .paramLabel(label)
        .description(description);
  }
}
