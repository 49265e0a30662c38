// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.source;

import dev.larder.oci.image.Descriptor;
import java.io.IOException;
import java.io.InputStream;

/**
 * One repository or archive that images are read from. Whoever opens it closes it. Safe for use by
 * several threads at once: layers are fetched side by side.
 */
public interface ImageSource extends AutoCloseable {
  /**
   * {@return the document (manifest or index) that the source's own reference names}
   *
   * @throws IOException if it cannot be had, is larger than the limit, or is not what its digest
   *     says
   */
  Document resolve() throws IOException;

  /**
   * {@return the document that {@code descriptor} names, verified against its size and digest}
   *
   * @throws IOException if it cannot be had, is larger than the limit, or is not what it should be
   */
  Document fetch(Descriptor descriptor) throws IOException;

  /**
   * {@return the bytes of a layer, as they come; the caller closes the stream} The stream verifies
   * itself: it ends with an exception, never with a clean end, unless exactly the descriptor's
   * bytes were read. It resumes by itself where the source can.
   *
   * @throws IOException if the blob cannot be had
   */
  InputStream openBlob(Descriptor descriptor) throws IOException;

  /**
   * As {@link #openBlob(Descriptor)}.
   *
   * @param retries is told of what the stream survives
   */
  default InputStream openBlob(Descriptor descriptor, RetryListener retries) throws IOException {
    return openBlob(descriptor);
  }

  /**
   * Says that a blob was not what its descriptor, or its image, says.
   *
   * @return whether it may be had elsewhere: then the next {@link #openBlob} asks there
   */
  default boolean distrust(Descriptor blob) {
    return false;
  }

  @Override
  void close() throws IOException;
}
