// SPDX-License-Identifier: Apache-2.0
/** The stages of a pull, and what a catalog answers, each by itself: JMH benchmarks. */
@NullMarked
package dev.larder.bench.stage;

import org.jspecify.annotations.NullMarked;
