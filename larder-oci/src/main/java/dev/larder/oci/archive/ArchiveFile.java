// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;

/**
 * A file in an archive: a run of bytes in a file of the host.
 *
 * @param host the host's file
 * @param offset where the run begins
 * @param sizeBytes how long it is
 */
record ArchiveFile(Path host, long offset, long sizeBytes) {
  /**
   * The bytes, through a channel of their own: an interrupt that closes it hurts no other reader.
   */
  InputStream open() throws IOException {
    return FileRunInputStream.open(host, offset, sizeBytes);
  }

  /** All bytes of a document. */
  byte[] read(int limitBytes) throws IOException {
    if (sizeBytes > limitBytes) {
      throw new MalformedArchiveException(
          host,
          "a document in it has " + sizeBytes + " bytes, more than the limit of " + limitBytes);
    }
    try (var in = open()) {
      return in.readAllBytes();
    }
  }
}
