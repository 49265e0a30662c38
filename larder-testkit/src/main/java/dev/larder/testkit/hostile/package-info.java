// SPDX-License-Identifier: Apache-2.0
/** Input that means harm or is just damaged: good bytes, changed as a seed decides. */
@NullMarked
package dev.larder.testkit.hostile;

import org.jspecify.annotations.NullMarked;
