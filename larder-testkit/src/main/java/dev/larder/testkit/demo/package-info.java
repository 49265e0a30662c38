// SPDX-License-Identifier: Apache-2.0
/**
 * A registry with images of a real size, made of the files of the JDK that runs it, for whoever
 * wants to see larder work where no other registry can be reached. Called by {@code ./demo}.
 */
@NullMarked
package dev.larder.testkit.demo;

import org.jspecify.annotations.NullMarked;
