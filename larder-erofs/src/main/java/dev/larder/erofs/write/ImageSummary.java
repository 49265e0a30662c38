// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

/**
 * What was written.
 *
 * @param sizeBytes the image's length, a multiple of the block size; holes count
 * @param inodes the number of inodes
 */
public record ImageSummary(long sizeBytes, long inodes) {}
