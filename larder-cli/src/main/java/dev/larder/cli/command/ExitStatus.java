// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

/** How the process ends. The numbers are a contract. */
public enum ExitStatus {
  /** All that was asked for is done. */
  DONE(0),
  /** Something that was asked for could not be done. */
  FAILED(1),
  /** Wrong usage: the same arguments can never work. */
  USAGE(2),
  /** The image or sandbox is not there. */
  NOT_FOUND(3),
  /** What was to go is used by a sandbox, a pull or a lease. */
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
