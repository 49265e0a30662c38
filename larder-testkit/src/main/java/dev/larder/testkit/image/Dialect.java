// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

/** How a tar header says what does not fit into its oldest form. */
public enum Dialect {
  /** Seventh Edition: no magic, no device numbers, names to 100 bytes, a directory ends in '/'. */
  V7,
  /** POSIX.1-1988: a magic, a 155-byte prefix for the name, user and group names, devices. */
  USTAR,
  /** GNU: long names in entries of type L and K, numbers in base 256, sparse maps. */
  GNU,
  /** POSIX.1-2001: ustar, and an extended header before the entry for all that does not fit. */
  PAX
}
