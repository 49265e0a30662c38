// SPDX-License-Identifier: Apache-2.0
/**
 * The subcommands, one class each: what a command accepts, the call of the cache that it is, and
 * how it shows what came of it. None knows how the process was started.
 */
@NullMarked
package dev.larder.cli.command;

import org.jspecify.annotations.NullMarked;
