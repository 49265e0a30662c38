// SPDX-License-Identifier: Apache-2.0
/** Benchmarks of the stages, and of whole commands beside the peer's and the floor's. */
@NullMarked
package dev.larder.bench;

import org.jspecify.annotations.NullMarked;
