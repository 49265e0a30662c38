// SPDX-License-Identifier: Apache-2.0
package dev.larder.catalog;

import dev.larder.oci.DiffId;

/**
 * A layer's file.
 *
 * @param diffId the layer
 * @param erofsBytes length of the file
 * @param allocatedBytes what it takes on the disk
 * @param writerVersion the version of the writer that made it
 */
public record LayerRecord(DiffId diffId, long erofsBytes, long allocatedBytes, int writerVersion) {}
