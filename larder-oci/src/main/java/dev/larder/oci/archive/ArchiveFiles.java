// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;

/** The files of an archive by name. Nothing outside the archive can be reached through one. */
sealed interface ArchiveFiles permits DirectoryFiles, TarFiles {
  /** The archive itself, for messages. */
  Path archive();

  /**
   * The regular file of that name, links followed; empty if there is none.
   *
   * @throws MalformedArchiveException if the name leads out of the archive, or to something else
   */
  Optional<ArchiveFile> find(String name) throws IOException;

  /** The regular file of that name, which must be there. */
  default ArchiveFile require(String name) throws IOException {
    var found = find(name);
    if (found.isEmpty()) {
      throw new MalformedArchiveException(archive(), "it has no " + name);
    }
    return found.get();
  }
}
