// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/**
 * What a prune removed.
 *
 * @param imageRefsRemoved names of images
 * @param manifestsRemoved images
 * @param layersRemoved layer files
 * @param fsmetaRemoved merged metadata files
 * @param vmdkRemoved disk descriptors
 * @param bytesReclaimed bytes that the file system gave back, holes not counted
 */
public record ImagePruneReport(
    int imageRefsRemoved,
    int manifestsRemoved,
    int layersRemoved,
    int fsmetaRemoved,
    int vmdkRemoved,
    long bytesReclaimed) {}
