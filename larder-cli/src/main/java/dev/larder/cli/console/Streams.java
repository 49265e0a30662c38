// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.console;

import java.io.InputStream;
import java.io.PrintStream;

/**
 * Where a run reads and writes. Data goes to {@code out}; progress, prompts, warnings and errors go
 * to {@code err}.
 *
 * @param in standard input
 * @param out standard output
 * @param err standard error
 * @param terminal what is behind {@code err}
 * @param outTerminal what is behind {@code out}
 */
public record Streams(
    InputStream in, PrintStream out, PrintStream err, Terminal terminal, Terminal outTerminal) {}
