// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

/**
 * What came of merging layers.
 *
 * @param sizeBytes size of the fsmeta file, a multiple of 4096
 * @param inodes number of inodes in the merged tree
 */
public record FsmetaSummary(long sizeBytes, long inodes) {}
