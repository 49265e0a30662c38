// SPDX-License-Identifier: Apache-2.0
/** How a pull or load goes on, on standard error: bars, lines, JSON. */
@NullMarked
package dev.larder.cli.progress;

import org.jspecify.annotations.NullMarked;
