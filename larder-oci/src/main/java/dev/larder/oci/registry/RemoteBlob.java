// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.image.Descriptor;
import java.io.IOException;
import java.util.Map;
import java.util.function.Supplier;

/**
 * A blob and how it is asked for.
 *
 * @param target what is asked for
 * @param descriptor how long it should be
 * @param opener asks for it, with headers
 * @param attempts new attempts, for one stream each
 */
record RemoteBlob(
    Target target, Descriptor descriptor, Opener opener, Supplier<Attempts> attempts) {
  /** Asks for the blob with the given headers. */
  interface Opener {
    Reply open(Map<String, String> headers) throws IOException;
  }

  long sizeBytes() {
    return descriptor.sizeBytes();
  }
}
