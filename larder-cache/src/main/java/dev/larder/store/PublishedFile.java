// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

/**
 * A file that is on the disk for good.
 *
 * @param sizeBytes its length
 * @param allocatedBytes what the file system gives back when it goes; less than the length where it
 *     has holes
 */
public record PublishedFile(long sizeBytes, long allocatedBytes) {}
