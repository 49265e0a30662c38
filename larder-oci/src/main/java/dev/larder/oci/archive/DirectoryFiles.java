// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** An archive that is a directory. Symbolic links are followed as long as they stay within it. */
final class DirectoryFiles implements ArchiveFiles {
  private final Path archive;
  private final Path realArchive;

  DirectoryFiles(Path archive) throws IOException {
    this.archive = archive;
    this.realArchive = archive.toRealPath();
  }

  @Override
  public Path archive() {
    return archive;
  }

  @Override
  public Optional<ArchiveFile> find(String name) throws IOException {
    var resolved = ArchivePath.resolve("", name);
    if (resolved.isEmpty()) {
      throw leadsOut(name);
    }
    var file = realArchive.resolve(resolved.get());
    if (!Files.exists(file)) {
      return Optional.empty();
    }
    var real = file.toRealPath();
    if (!real.startsWith(realArchive)) {
      throw leadsOut(name);
    }
    if (!Files.isRegularFile(real)) {
      throw new MalformedArchiveException(archive, name + " is not a regular file");
    }
    return Optional.of(new ArchiveFile(real, 0, Files.size(real)));
  }

  private MalformedArchiveException leadsOut(String name) {
    return new MalformedArchiveException(archive, name + " leads out of the directory");
  }
}
