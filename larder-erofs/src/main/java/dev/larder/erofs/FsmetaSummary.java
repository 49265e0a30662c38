// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

/**
 * What came of merging layers.
 *
 * @param sizeBytes size of the fsmeta file, a multiple of 4096
 * @param inodes number of inodes in the merged tree
 * @param crc32c the CRC-32C of the file's bytes, 32 bits without a sign
 */
public record FsmetaSummary(long sizeBytes, long inodes, long crc32c) {}
