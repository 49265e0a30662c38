// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

/** How the process ends. The numbers are a contract. */
public enum ExitStatus {
  /** Done. */
  DONE(0),
  /** Failed. */
  FAILED(1),
  /** Wrong usage: the same arguments can never work. */
  USAGE(2),
  /** No such image or sandbox. */
  NOT_FOUND(3),
  /** In use. */
  IN_USE(4),
  /** Interrupted: 128 and the number of SIGINT, as shells have it. */
  INTERRUPTED(130),
  /** Nobody read what was printed: 128 and the number of SIGPIPE. */
  CLOSED_OUTPUT(141);

  private final int code;

  ExitStatus(int code) {
    this.code = code;
  }

  /** {@return the number} */
  public int code() {
    return code;
  }
}
