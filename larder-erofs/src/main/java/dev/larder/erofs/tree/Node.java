// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/**
 * One inode, or what stands in an inode's place in a layer's tree. Several names may lead to one
 * node: those are hard links, so a node is compared by identity, never by value.
 */
public sealed interface Node permits Inode, Whiteout, LowerLink {}
