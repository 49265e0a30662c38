// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/** What an image must be to be listed or pruned, in docker's notation. */
public sealed interface ImageFilter {
  /**
   * A label, with any value or one.
   *
   * @param key the label
   * @param value its value, empty text for any
   */
  record Label(String key, String value) implements ImageFilter {}

  /**
   * A reference: normalised name or familiar name, where {@code *} stands for anything but a slash.
   *
   * @param pattern the pattern
   */
  record ReferencePattern(String pattern) implements ImageFilter {}

  /**
   * Whether the image has no name.
   *
   * @param value what must be so
   */
  record Dangling(boolean value) implements ImageFilter {}

  /**
   * {@return the filter that {@code text} says: {@code label=KEY[=VALUE]}, {@code
   * reference=PATTERN} or {@code dangling=true|false}}
   *
   * @throws IllegalArgumentException if it says none of these
   */
  static ImageFilter parse(String text) {
    int equals = text.indexOf('=');
    String key = equals < 0 ? text : text.substring(0, equals);
    String value = equals < 0 ? "" : text.substring(equals + 1);
    return switch (key) {
      case "label" -> label(value);
      case "reference" -> new ReferencePattern(value);
      case "dangling" -> new Dangling(parseBoolean(value));
      default ->
          throw new IllegalArgumentException(
              "unknown filter '" + text + "': label=, reference= and dangling= are known");
    };
  }

  private static Label label(String text) {
    int equals = text.indexOf('=');
    return equals < 0
        ? new Label(text, "")
        : new Label(text.substring(0, equals), text.substring(equals + 1));
  }

  private static boolean parseBoolean(String text) {
    return switch (text) {
      case "true", "1" -> true;
      case "false", "0" -> false;
      default -> throw new IllegalArgumentException("true or false, not '" + text + "'");
    };
  }
}
