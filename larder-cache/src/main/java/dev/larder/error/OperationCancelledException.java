// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/**
 * The calling thread was interrupted. The operation has cleaned up after itself, and the thread's
 * interrupt flag is set.
 */
public final class OperationCancelledException extends LarderException {
  private static final long serialVersionUID = 1L;

  /** {@code operation} was interrupted. */
  public OperationCancelledException(String operation, Throwable cause) {
    super(operation + " was cancelled", cause);
  }
}
