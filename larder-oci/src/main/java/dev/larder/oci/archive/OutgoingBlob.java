// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.image.Descriptor;
import java.io.IOException;
import java.io.OutputStream;

/**
 * A blob to be written into an archive.
 *
 * @param descriptor what it is, and how long: the length stands in front of its bytes
 * @param content gives the bytes when their turn comes, once at most
 */
public record OutgoingBlob(Descriptor descriptor, Content content) {
  /** Gives the bytes of a blob. */
  @FunctionalInterface
  public interface Content {
    /** Writes all bytes to {@code out}, and does not close it. */
    void writeTo(OutputStream out) throws IOException;
  }
}
