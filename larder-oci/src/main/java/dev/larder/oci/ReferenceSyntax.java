// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

/**
 * The character rules of a reference's parts (distribution/reference, Grammar). Written as scans
 * and not as regular expressions, so that each failure has its reason and no input costs more than
 * its length. Every method throws {@link IllegalArgumentException} with the reason.
 */
final class ReferenceSyntax {
  private static final int MAX_PATH = 255;
  private static final int MAX_TAG = 128;
  private static final int MAX_SHOWN = 300;

  private ReferenceSyntax() {}

  /** Checks {@code host[:port]}. */
  static void requireDomain(String domain) {
    int portAt = domain.startsWith("[") ? domain.indexOf(']') + 1 : domain.indexOf(':');
    String host = portAt > 0 ? domain.substring(0, portAt) : domain;
    String port = portAt > 0 ? domain.substring(portAt) : "";
    if (host.startsWith("[")) {
      requireIpv6(host);
    } else {
      for (String label : host.split("\\.", -1)) {
        requireLabel(label, domain);
      }
    }
    if (!port.isEmpty() && (port.length() < 2 || port.charAt(0) != ':' || !isDigits(port, 1))) {
      throw new IllegalArgumentException(
          "the registry \"" + domain + "\" has a port that is not a number");
    }
  }

  /** Checks the path within a registry, such as {@code library/python}. */
  static void requirePath(String path) {
    for (int i = 0; i < path.length(); i++) {
      if (isUpper(path.charAt(i))) {
        throw new IllegalArgumentException("the repository name must be lower-case: " + path);
      }
    }
    if (path.length() > MAX_PATH) {
      throw new IllegalArgumentException(
          "the repository name has " + path.length() + " characters, more than " + MAX_PATH);
    }
    for (String component : path.split("/", -1)) {
      requireComponent(component, path);
    }
  }

  /** Checks a tag. */
  static void requireTag(String tag) {
    if (tag.isEmpty()) {
      throw new IllegalArgumentException("the tag after ':' is empty");
    }
    if (tag.length() > MAX_TAG) {
      throw new IllegalArgumentException(
          "the tag has " + tag.length() + " characters, more than " + MAX_TAG);
    }
    for (int i = 0; i < tag.length(); i++) {
      char c = tag.charAt(i);
      if (!isWord(c) && (i == 0 || (c != '.' && c != '-'))) {
        throw new IllegalArgumentException(
            "the tag \"" + tag + "\" has a character that is not allowed there: " + shown(c));
      }
    }
  }

  /** {@return whether {@code text} is what an image id looks like, 64 hexadecimal digits} */
  static boolean isIdentifier(String text) {
    return text.length() == 64
        && text.chars().allMatch(c -> (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f'));
  }

  /** {@return whether {@code text} has an upper-case letter} */
  static boolean hasUpperCase(String text) {
    return text.chars().anyMatch(c -> isUpper((char) c));
  }

  /** {@return {@code text}, cut off where it stops to be of use in a message} */
  static String shortened(String text) {
    return text.length() <= MAX_SHOWN ? text : text.substring(0, MAX_SHOWN) + "…";
  }

  private static void requireIpv6(String host) {
    if (!host.endsWith("]") || host.length() < 3) {
      throw new IllegalArgumentException("the IPv6 address is not closed by ']': " + host);
    }
    for (int i = 1; i < host.length() - 1; i++) {
      char c = host.charAt(i);
      if (c != ':' && (c > 'f' || Character.digit(c, 16) < 0)) {
        throw new IllegalArgumentException(
            "the IPv6 address " + host + " has a character that is not allowed: " + shown(c));
      }
    }
  }

  private static void requireLabel(String label, String domain) {
    boolean valid = !label.isEmpty() && !label.startsWith("-") && !label.endsWith("-");
    for (int i = 0; valid && i < label.length(); i++) {
      char c = label.charAt(i);
      valid = isLowerOrDigit(c) || isUpper(c) || c == '-';
    }
    if (!valid) {
      throw new IllegalArgumentException("not a registry host: \"" + domain + "\"");
    }
  }

  /** Runs of lower-case letters and digits, between them one of {@code . _ __ -...}. */
  private static void requireComponent(String component, String path) {
    if (component.isEmpty()) {
      throw new IllegalArgumentException("the repository name has an empty part: " + path);
    }
    int i = 0;
    while (i < component.length()) {
      int run = i;
      while (run < component.length() && isLowerOrDigit(component.charAt(run))) {
        run++;
      }
      if (run == i) {
        throw notAllowed(component, i);
      }
      if (run == component.length()) {
        return;
      }
      i = run + separatorLength(component, run);
      if (i == component.length()) {
        throw notAllowed(component, component.length() - 1);
      }
    }
  }

  private static int separatorLength(String component, int at) {
    return switch (component.charAt(at)) {
      case '.' -> 1;
      case '_' -> component.startsWith("__", at) ? 2 : 1;
      case '-' -> {
        int end = at;
        while (end < component.length() && component.charAt(end) == '-') {
          end++;
        }
        yield end - at;
      }
      default -> throw notAllowed(component, at);
    };
  }

  private static IllegalArgumentException notAllowed(String component, int at) {
    return new IllegalArgumentException(
        "\""
            + component
            + "\" in the repository name has a character that is not allowed there: "
            + shown(component.charAt(at)));
  }

  private static String shown(char c) {
    return c > ' ' && c < 0x7f ? "'" + c + "'" : "U+%04X".formatted((int) c);
  }

  private static boolean isDigits(String text, int from) {
    for (int i = from; i < text.length(); i++) {
      if (text.charAt(i) < '0' || text.charAt(i) > '9') {
        return false;
      }
    }
    return true;
  }

  private static boolean isWord(char c) {
    return isLowerOrDigit(c) || isUpper(c) || c == '_';
  }

  private static boolean isLowerOrDigit(char c) {
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
  }

  private static boolean isUpper(char c) {
    return c >= 'A' && c <= 'Z';
  }
}
