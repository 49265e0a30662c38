// SPDX-License-Identifier: Apache-2.0
/**
 * The descriptor that joins an image's files into one disk. Text only: knows no file and no image.
 */
@NullMarked
package dev.larder.disk;

import org.jspecify.annotations.NullMarked;
