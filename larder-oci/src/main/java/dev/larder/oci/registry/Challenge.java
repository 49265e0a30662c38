// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * One challenge of a {@code WWW-Authenticate} field: RFC 9110, 11.3 and 11.6.1.
 *
 * @param scheme the scheme in lower case
 * @param parameters the parameters, names in lower case; empty for a token68, which no scheme that
 *     is known here uses
 */
record Challenge(String scheme, Map<String, String> parameters) {
  Challenge {
    parameters = Map.copyOf(parameters);
  }

  /** {@return a parameter, empty if it is missing} */
  String parameter(String name) {
    return parameters.getOrDefault(name, "");
  }

  /** {@return the challenges in all fields of a response; what cannot be read is left out} */
  static List<Challenge> parse(List<String> fields) {
    var challenges = new ArrayList<Challenge>();
    for (String field : fields) {
      challenges.addAll(new Parser(field).challenges());
    }
    return List.copyOf(challenges);
  }

  /**
   * Reads one field. A comma separates both challenges and parameters: what follows it is a
   * parameter if an equals sign follows the first word.
   */
  private static final class Parser {
    private final String text;
    private int at;

    Parser(String text) {
      this.text = text;
    }

    List<Challenge> challenges() {
      var challenges = new ArrayList<Challenge>();
      skipSeparators();
      while (at < text.length()) {
        String scheme = token();
        if (scheme.isEmpty()) {
          return challenges; // not a list of challenges from here on
        }
        challenges.add(new Challenge(scheme.toLowerCase(Locale.ROOT), parameters()));
      }
      return challenges;
    }

    private Map<String, String> parameters() {
      var parameters = new LinkedHashMap<String, String>();
      while (true) {
        skipSeparators();
        int start = at;
        String name = token();
        skipBlanks();
        if (name.isEmpty() || at == text.length() || text.charAt(at) != '=') {
          at = start;
          return parameters; // the next word is a scheme
        }
        at++;
        skipBlanks();
        boolean quoted = at < text.length() && text.charAt(at) == '"';
        parameters.putIfAbsent(name.toLowerCase(Locale.ROOT), quoted ? quotedString() : token());
        while (at < text.length() && text.charAt(at) == '=') {
          at++; // the padding of a token68
        }
      }
    }

    private String quotedString() {
      var value = new StringBuilder();
      at++;
      while (at < text.length() && text.charAt(at) != '"') {
        if (text.charAt(at) == '\\' && at + 1 < text.length()) {
          at++;
        }
        value.append(text.charAt(at));
        at++;
      }
      at = Math.min(at + 1, text.length());
      return value.toString();
    }

    /** A token, or a token68, whose further characters no token has. */
    private String token() {
      int start = at;
      while (at < text.length() && isTokenCharacter(text.charAt(at))) {
        at++;
      }
      return text.substring(start, at);
    }

    private void skipSeparators() {
      while (at < text.length() && (isBlank(text.charAt(at)) || text.charAt(at) == ',')) {
        at++;
      }
    }

    private void skipBlanks() {
      while (at < text.length() && isBlank(text.charAt(at))) {
        at++;
      }
    }

    private static boolean isBlank(char c) {
      return c == ' ' || c == '\t';
    }

    private static boolean isTokenCharacter(char c) {
      return c > ' ' && c < 127 && "\",=;()<>@[]{}\\?".indexOf(c) < 0;
    }
  }
}
