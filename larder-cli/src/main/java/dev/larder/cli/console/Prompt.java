// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.console;

import java.io.Console;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Asks at the terminal of this process. An interrupt ends the wait, which a read would go on with.
 */
public final class Prompt {
  private Prompt() {}

  /** {@return the line that was typed, empty if there is no terminal or no answer} */
  public static Optional<String> line(String question) throws InterruptedException {
    return answer(console -> console.readLine("%s", question));
  }

  /** {@return the line that was typed unseen, empty if there is no terminal or no answer} */
  public static Optional<String> secret(String question) throws InterruptedException {
    return answer(
        console -> {
          char @Nullable [] typed = console.readPassword("%s", question);
          return typed == null ? null : new String(typed);
        });
  }

  private static Optional<String> answer(Function<Console, @Nullable String> reading)
      throws InterruptedException {
    var console = Optional.ofNullable(System.console()).filter(Console::isTerminal);
    var task = new FutureTask<Optional<String>>(() -> console.map(reading));
    Thread.ofPlatform().daemon().name("prompt").start(task);
    try {
      return task.get();
    } catch (ExecutionException ignored) { // no answer
      return Optional.empty();
    }
  }
}
