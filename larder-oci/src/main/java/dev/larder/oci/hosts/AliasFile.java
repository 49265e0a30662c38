// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import dev.larder.oci.InvalidReferenceException;
import dev.larder.oci.Reference;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * One file that may hold aliases. Parsing it takes a tenth of a second of a short command, and most
 * aliases of most machines say what goes without saying: so it is parsed once a name wants it.
 */
final class AliasFile {
  private final Path path;
  private final String text;

  /** Null until it is wanted. */
  private volatile @Nullable TomlSettings settings;

  private AliasFile(Path path, String text) {
    this.path = path;
    this.text = text;
  }

  static AliasFile read(Path path) throws IOException {
    return new AliasFile(path, TomlSettings.text(path));
  }

  /**
   * {@return whether a line speaks of {@code name} and does not just say {@code target} of it, or
   * may do so in other letters}
   */
  boolean maySayOther(String name, String target) {
    if (text.indexOf('\\') >= 0) {
      return true; // an escape may stand for any letter
    }
    String usual = quoted(name) + " = " + quoted(target);
    for (int at = text.indexOf(name); at >= 0; at = text.indexOf(name, at + 1)) {
      if (isWhole(at, at + name.length())) {
        String line = lineAround(at);
        if (!line.startsWith("#") && !line.equals(usual)) {
          return true;
        }
      }
    }
    return false;
  }

  private static String quoted(String text) {
    return '"' + text + '"';
  }

  private boolean isWhole(int begin, int end) {
    return (begin == 0 || !isOfName(text.charAt(begin - 1)))
        && (end == text.length() || !isOfName(text.charAt(end)));
  }

  private static boolean isOfName(char c) {
    return Character.isLetterOrDigit(c) || c == '/' || c == '-' || c == '_';
  }

  private String lineAround(int at) {
    int end = text.indexOf('\n', at);
    return text.substring(text.lastIndexOf('\n', at) + 1, end < 0 ? text.length() : end).strip();
  }

  /** {@return what this file says that {@code name} stands for} */
  Optional<String> find(String name) throws HostsFileException {
    Optional<TomlSettings> aliases = settings().findTable("aliases");
    if (aliases.isEmpty()) {
      return Optional.empty();
    }
    Optional<String> target = aliases.get().findText(name);
    if (target.isPresent() && !target.get().isEmpty() && !isRepository(target.get())) {
      throw aliases.get().failure(name, "stands for what is not HOST[:PORT]/REPOSITORY");
    }
    return target;
  }

  private static boolean isRepository(String target) {
    try {
      // With neither tag nor digest, for only then a tag can follow.
      return !Reference.isShort(target) && Reference.parse(target + ":any").digest().isEmpty();
    } catch (InvalidReferenceException _) {
      return false;
    }
  }

  private TomlSettings settings() throws HostsFileException {
    var known = settings;
    if (known == null) {
      known = TomlSettings.parse(path, text);
      settings = known;
    }
    return known;
  }
}
