// SPDX-License-Identifier: Apache-2.0
/** What is measured, where the lab has nothing like it: layers and images of many small things. */
@NullMarked
package dev.larder.bench.input;

import org.jspecify.annotations.NullMarked;
