// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.error.LarderException;
import dev.larder.error.OperationCancelledException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * The same for each of several arguments. One that fails is reported and does not stop the others;
 * an interrupt does.
 *
 * @param done what came of those that did not fail
 * @param status the status of the first that failed
 */
record Batch<T>(List<T> done, ExitStatus status) {
  static <T> Batch<T> run(
      Invocation invocation, List<String> arguments, Function<String, T> action) {
    var done = new ArrayList<T>();
    var status = ExitStatus.DONE;
    for (String argument : arguments) {
      try {
        done.add(action.apply(argument));
      } catch (OperationCancelledException e) {
        throw e;
      } catch (LarderException e) {
        var failed = invocation.report(e);
        status = status == ExitStatus.DONE ? failed : status;
      }
    }
    return new Batch<>(done, status);
  }
}
