// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of the commands that are compared. In its words and variables {@code {home}} stands for a
 * directory that is empty before each turn.
 *
 * @param name what tables call it
 * @param before a command that fills the home, not measured; without words for none
 * @param command what is measured
 * @param after a command that succeeds if what was done is right, run in the turn that does not
 *     count; without words for none
 * @param environment variables to set
 */
record Contender(
    String name,
    List<String> before,
    List<String> command,
    List<String> after,
    Map<String, String> environment) {

  /** The stand-in. */
  static final String HOME = "{home}";

  static final String LARDER = "larder";
  static final String PEER = "msb";
  static final String FLOOR = "floor";

  /** Copies the collections. */
  Contender {
    before = List.copyOf(before);
    command = List.copyOf(command);
    after = List.copyOf(after);
    environment = Map.copyOf(environment);
  }

  /** {@return a contender that needs nothing done before, and nothing looked at after} */
  static Contender of(String name, List<String> command, Map<String, String> environment) {
    return new Contender(name, List.of(), command, List.of(), environment);
  }

  /** {@return this contender, on a home that a command has filled} */
  Contender onHomeFilledBy(List<String> words) {
    return new Contender(name, words, command, after, environment);
  }

  /** {@return this contender, whose work a command judges} */
  Contender judgedBy(List<String> words) {
    return new Contender(name, before, command, words, environment);
  }

  /** {@return this contender with a real directory for the stand-in} */
  Contender in(Path home) {
    return new Contender(
        name,
        in(home, before),
        in(home, command),
        in(home, after),
        environment.entrySet().stream()
            .collect(
                Collectors.toUnmodifiableMap(
                    Map.Entry::getKey, entry -> in(home, entry.getValue()))));
  }

  private static List<String> in(Path home, List<String> words) {
    return words.stream().map(word -> in(home, word)).toList();
  }

  private static String in(Path home, String word) {
    return word.replace(HOME, home.toString());
  }
}
