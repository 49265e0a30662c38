// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a request that failed.
 *
 * @param target what was asked for
 * @param status the status code, 0 without a response
 * @param code the registry's error code, empty if it gave none
 * @param message the registry's error message on one line, empty if it gave none
 * @param retryAfter how long the registry wants to be left alone, null if it did not say
 */
record Failure(
    Target target, int status, String code, String message, @Nullable Duration retryAfter) {

  static Failure withoutResponse(Target target) {
    return new Failure(target, 0, "", "", null);
  }

  /** Of a response that has a status, and nothing to tell besides. */
  static Failure ofStatus(Target target, int status) {
    return new Failure(target, status, "", "", null);
  }

  String describe(String problem) {
    var line = new StringBuilder();
    line.append(target.describe()).append(": ").append(problem);
    if (status != 0) {
      line.append(" (status ").append(status);
      if (!code.isEmpty()) {
        line.append(", ").append(code);
      }
      if (!message.isEmpty()) {
        line.append(": ").append(message);
      }
      line.append(')');
    }
    return line.toString();
  }
}
