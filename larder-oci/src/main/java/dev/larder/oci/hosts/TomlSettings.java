// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.io.IOException;
import java.nio.channels.ClosedByInterruptException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.regex.Pattern;
import org.tomlj.Toml;
import org.tomlj.TomlArray;
import org.tomlj.TomlParseResult;
import org.tomlj.TomlPosition;
import org.tomlj.TomlTable;

/** A table of a TOML file; keys that nobody asks for are nobody's business. */
final class TomlSettings {
  private static final int MAX_FILE_BYTES = 1 << 20;
  private static final String BYTE_ORDER_MARK = "\ufeff";

  private final Path file;
  private final TomlTable table;

  private TomlSettings(Path file, TomlTable table) {
    this.file = file;
    this.table = table;
  }

  static TomlSettings read(Path file) throws IOException {
    return parse(file, text(file));
  }

  /** {@return the file, empty if nothing in its text is like {@code pattern}} */
  static Optional<TomlSettings> readIf(Path file, Pattern pattern) throws IOException {
    String text = text(file);
    return pattern.matcher(text).find() ? Optional.of(parse(file, text)) : Optional.empty();
  }

  /** {@return the text of a file, without the mark that editors of Windows put before it} */
  static String text(Path file) throws IOException {
    try {
      if (Files.size(file) > MAX_FILE_BYTES) {
        throw new HostsFileException(file, "is larger than " + MAX_FILE_BYTES + " bytes");
      }
      String text = Files.readString(file);
      return text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    } catch (HostsFileException | ClosedByInterruptException e) {
      throw e;
    } catch (IOException e) {
      throw HostsFileException.unreadable(file, e);
    }
  }

  static TomlSettings parse(Path file, String text) throws HostsFileException {
    TomlParseResult result = Toml.parse(text);
    if (result.hasErrors()) {
      var first = result.errors().getFirst();
      throw new HostsFileException(
          file, first.position().line(), String.valueOf(first.getMessage()));
    }
    return new TomlSettings(file, result);
  }

  /** {@return the keys in the file's order} */
  List<String> keys() {
    return table.keySet().stream()
        .sorted(
            Comparator.comparing(
                this::position,
                Comparator.comparingInt(TomlPosition::line).thenComparingInt(TomlPosition::column)))
        .toList();
  }

  Optional<String> findText(String key) throws HostsFileException {
    Object value = table.get(List.of(key));
    if (value == null) {
      return Optional.empty();
    }
    return Optional.of(text(key, value));
  }

  Optional<Boolean> findFlag(String key) throws HostsFileException {
    return switch (table.get(List.of(key))) {
      case null -> Optional.empty();
      case Boolean flag -> Optional.of(flag);
      default -> throw failure(key, "is neither true nor false");
    };
  }

  /** {@return the elements of an array; a value that is none is its one element} */
  List<Object> elements(String key) {
    return switch (table.get(List.of(key))) {
      case null -> List.of();
      case TomlArray array -> array.toList();
      case Object value -> List.of(value);
    };
  }

  /** {@return the texts of an array of them, or the one text} */
  List<String> texts(String key) throws HostsFileException {
    var texts = new ArrayList<String>();
    for (Object element : elements(key)) {
      texts.add(text(key, element));
    }
    return texts;
  }

  /** {@return the lists of an array of them, where a text stands for a list of itself} */
  List<List<String>> textLists(String key) throws HostsFileException {
    var lists = new ArrayList<List<String>>();
    for (Object element : elements(key)) {
      var texts = new ArrayList<String>();
      for (Object inner : element instanceof TomlArray array ? array.toList() : List.of(element)) {
        texts.add(text(key, inner));
      }
      lists.add(texts);
    }
    return lists;
  }

  Optional<TomlSettings> findTable(String key) throws HostsFileException {
    return switch (table.get(List.of(key))) {
      case null -> Optional.empty();
      case TomlTable found -> Optional.of(new TomlSettings(file, found));
      default -> throw failure(key, "is no table");
    };
  }

  List<TomlSettings> tables(String key) throws HostsFileException {
    var tables = new ArrayList<TomlSettings>();
    for (Object element : elements(key)) {
      if (!(element instanceof TomlTable found)) {
        throw failure(key, "is no array of tables");
      }
      tables.add(new TomlSettings(file, found));
    }
    return tables;
  }

  private String text(String key, Object value) throws HostsFileException {
    if (value instanceof String text) {
      return text;
    }
    throw failure(key, "is no text");
  }

  static String withoutSlashesAtTheEnd(String text) {
    int end = text.length();
    while (end > 0 && text.charAt(end - 1) == '/') {
      end--;
    }
    return text.substring(0, end);
  }

  HostsFileException failure(String key, String problem) {
    TomlPosition position = table.inputPositionOf(List.of(key));
    return position == null
        ? new HostsFileException(file, key + " " + problem)
        : new HostsFileException(file, position.line(), key + " " + problem);
  }

  /** {@return the failure of a host, whose URL may hold a password} */
  HostsFileException hiding(String key) {
    return new HostsFileException(file, position(key).line(), "a host is no HTTP URL");
  }

  private TomlPosition position(String key) {
    return Objects.requireNonNull(table.inputPositionOf(List.of(key)));
  }
}
