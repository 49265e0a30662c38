// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.console.Streams;
import dev.larder.error.OperationCancelledException;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.channels.ClosedByInterruptException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/** Asks who typed the command. Whatever is not a clear yes is a no, the end of the input too. */
final class Question {
  private Question() {}

  static boolean ask(Streams streams, String question) {
    streams.err().print(question);
    streams.err().flush();
    try {
      var in = new BufferedReader(new InputStreamReader(streams.in(), StandardCharsets.UTF_8));
      String answer = in.readLine();
      if (answer == null) {
        streams.err().println();
        return false;
      }
      String word = answer.strip().toLowerCase(Locale.ROOT);
      return word.equals("y") || word.equals("yes");
    } catch (ClosedByInterruptException e) {
      Thread.currentThread().interrupt();
      streams.err().println();
      throw new OperationCancelledException("the question", e);
    } catch (IOException ignored) { // no answer
      streams.err().println();
      return false;
    }
  }
}
