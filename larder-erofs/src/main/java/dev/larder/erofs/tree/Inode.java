// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.tree;

/** A node that exists in the file system as it is mounted. */
public sealed interface Inode extends Node permits Directory, RegularFile, Symlink, SpecialFile {
  /** {@return mode bits, owner, time and extended attributes} */
  Metadata metadata();
}
