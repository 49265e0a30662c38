// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.oracle;

/** The machine lacks something that an oracle needs, and no test framework is there to be told. */
public final class UnmetRequirementException extends RuntimeException {

  private static final long serialVersionUID = 1L;

  UnmetRequirementException(String what) {
    super(what);
  }
}
