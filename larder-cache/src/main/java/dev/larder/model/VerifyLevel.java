// SPDX-License-Identifier: Apache-2.0
package dev.larder.model;

/** How closely a cache is looked at; each level includes the ones before it. */
public enum VerifyLevel {
  /** Files are there, in their length, and begin as EROFS images do. Takes no time to speak of. */
  QUICK,
  /**
   * Every byte is what was written, by the checksum that was recorded then; documents have their
   * digests. Reads the whole cache once.
   */
  FULL,
  /**
   * Every inode of every layer can be read, and merging an image's layers anew gives its fsmeta.
   */
  DEEP
}
