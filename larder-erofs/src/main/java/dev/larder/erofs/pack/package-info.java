// SPDX-License-Identifier: Apache-2.0
/**
 * A layer's tree as a tar again, from which the same tree can be made. Called by {@code LayerTar};
 * knows neither EROFS nor where the bytes of files are.
 */
@NullMarked
package dev.larder.erofs.pack;

import org.jspecify.annotations.NullMarked;
