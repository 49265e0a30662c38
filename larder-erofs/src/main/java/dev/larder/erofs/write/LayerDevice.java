// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

import dev.larder.erofs.tree.DataArea;

/**
 * A layer as a device of a merged image.
 *
 * @param area the layer's data
 * @param blocks how many blocks the layer's file has
 */
public record LayerDevice(DataArea area, long blocks) {}
