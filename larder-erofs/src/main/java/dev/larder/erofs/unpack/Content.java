// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.unpack;

import dev.larder.erofs.tar.TarMember;
import dev.larder.erofs.tree.FileData;
import java.io.IOException;

/** Takes the bytes of regular files, at the moment their entry is read. */
@FunctionalInterface
public interface Content {
  /**
   * Stores the bytes of the entry that is being read.
   *
   * @param member a regular file of at least one byte
   * @return where they are now
   */
  FileData store(TarMember member) throws IOException;
}
