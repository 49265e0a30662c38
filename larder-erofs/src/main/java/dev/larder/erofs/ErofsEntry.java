// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.erofs.tree.FileName;

/**
 * One name of a directory.
 *
 * @param name the name
 * @param node what it leads to, links not followed
 */
public record ErofsEntry(FileName name, ErofsNode node) {}
