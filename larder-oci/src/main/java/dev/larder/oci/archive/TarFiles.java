// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;

/** An archive that is a tar, read in place. */
final class TarFiles implements ArchiveFiles {
  /** Links in a row, as many as Linux follows. */
  static final int MAX_LINKS = 40;

  private final Path archive;
  private final Path tar;
  private final Map<String, TarMember> members;

  /**
   * @param archive the archive as the caller knows it
   * @param tar the plain tar, the archive itself or what it was expanded to
   */
  TarFiles(Path archive, Path tar) throws IOException {
    this.archive = archive;
    this.tar = tar;
    this.members = new TarIndexer(archive, tar).index();
  }

  @Override
  public Path archive() {
    return archive;
  }

  @Override
  public Optional<ArchiveFile> find(String name) throws IOException {
    String at = within("", name, name);
    for (int links = 0; links <= MAX_LINKS; links++) {
      switch (members.get(at)) {
        case null -> {
          return Optional.empty();
        }
        case TarMember.File file -> {
          return Optional.of(new ArchiveFile(tar, file.offset(), file.sizeBytes()));
        }
        case TarMember.SymbolicLink link ->
            at = within(ArchivePath.parent(at), link.target(), name);
        case TarMember.HardLink link -> at = within("", link.target(), name);
        case TarMember.Other() ->
            throw new MalformedArchiveException(archive, name + " is not a regular file");
      }
    }
    throw new MalformedArchiveException(
        archive, name + " is a chain of more than " + MAX_LINKS + " links");
  }

  private String within(String directory, String target, String name) throws IOException {
    var resolved = ArchivePath.resolve(directory, target);
    if (resolved.isEmpty()) {
      throw new MalformedArchiveException(archive, name + " leads out of the archive");
    }
    return resolved.get();
  }
}
