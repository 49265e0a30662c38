// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.write;

/**
 * What was written.
 *
 * @param sizeBytes the image's length, a multiple of the block size; holes count
 * @param inodes the number of inodes
 * @param crc32c the CRC-32C of the image's bytes, 32 bits without a sign; holes count as zeros
 */
public record ImageSummary(long sizeBytes, long inodes, long crc32c) {}
