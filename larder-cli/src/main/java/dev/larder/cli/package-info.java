// SPDX-License-Identifier: Apache-2.0
/** The {@code larder} command: one class per subcommand, exit statuses, one-line errors. */
@NullMarked
package dev.larder.cli;

import org.jspecify.annotations.NullMarked;
