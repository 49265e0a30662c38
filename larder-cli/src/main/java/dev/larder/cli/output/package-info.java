// SPDX-License-Identifier: Apache-2.0
/** How values look: as JSON with the documented keys, as tables, as words for people. */
@NullMarked
package dev.larder.cli.output;

import org.jspecify.annotations.NullMarked;
