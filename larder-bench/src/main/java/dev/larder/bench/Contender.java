// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * One of the commands that are compared.
 *
 * @param name what the table calls it
 * @param command the command's words; {@code {home}} stands for a directory that is empty at the
 *     start
 * @param environment variables to set, with the same stand-in
 */
record Contender(String name, List<String> command, Map<String, String> environment) {
  private static final String HOME = "{home}";

  /** Copies the collections. */
  Contender {
    command = List.copyOf(command);
    environment = Map.copyOf(environment);
  }

  List<String> commandIn(Path home) {
    return command.stream().map(word -> word.replace(HOME, home.toString())).toList();
  }

  Map<String, String> environmentIn(Path home) {
    return environment.entrySet().stream()
        .collect(
            Collectors.toUnmodifiableMap(
                Map.Entry::getKey, entry -> entry.getValue().replace(HOME, home.toString())));
  }
}
