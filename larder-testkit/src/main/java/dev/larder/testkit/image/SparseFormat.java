// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.image;

/** The four encodings of a sparse file, see GNU tar's manual, "Storing Sparse Files". */
public enum SparseFormat {
  /** Entry type S, the map in the header and in the blocks that follow it. */
  OLD_GNU,
  /** PAX records {@code GNU.sparse.offset} and {@code GNU.sparse.numbytes}, once per segment. */
  PAX_0_0,
  /** One PAX record {@code GNU.sparse.map}. */
  PAX_0_1,
  /** The map as decimal lines in front of the data. */
  PAX_1_0
}
