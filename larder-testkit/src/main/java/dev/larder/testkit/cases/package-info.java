// SPDX-License-Identifier: Apache-2.0
/**
 * The corpus: layers that are easily got wrong, each with the tree that it must give or the reason
 * to refuse it. Read by the tests of the EROFS side and by whatever else converts layers; knows no
 * converter.
 */
@NullMarked
package dev.larder.testkit.cases;

import org.jspecify.annotations.NullMarked;
