// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

/** What an archive's tar has under a name. */
sealed interface TarMember {
  /** A regular file: where its bytes are in the tar. */
  record File(long offset, long sizeBytes) implements TarMember {}

  /** A symbolic link: its target as it is written. */
  record SymbolicLink(String target) implements TarMember {}

  /** A hard link: another member's name. */
  record HardLink(String target) implements TarMember {}

  /** Anything that no document and no blob can be: a directory, a device, a sparse file. */
  record Other() implements TarMember {}
}
