// SPDX-License-Identifier: Apache-2.0
/**
 * What a run of the command gets from outside: streams, the terminal, the environment, the time.
 * Everything else is given them, so that a test can be all of the outside.
 */
@NullMarked
package dev.larder.cli.console;

import org.jspecify.annotations.NullMarked;
