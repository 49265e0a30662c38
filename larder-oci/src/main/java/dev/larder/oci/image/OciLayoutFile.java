// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/**
 * The file that marks an OCI layout: image-spec image-layout.md, oci-layout file.
 *
 * @param imageLayoutVersion the version of the layout, {@code 1.} and more
 */
public record OciLayoutFile(String imageLayoutVersion) {
  /** The file's name. */
  public static final String NAME = "oci-layout";

  /** {@return the file that marks a layout as of version 1.0.0} */
  public static byte[] toBytes() {
    return "{\"imageLayoutVersion\":\"1.0.0\"}".getBytes(StandardCharsets.US_ASCII);
  }

  /**
   * {@return the parsed file}
   *
   * @throws MalformedDocumentException if it is none, or is of a version that is not known
   */
  public static OciLayoutFile parse(byte[] bytes, DocumentLimits limits)
      throws MalformedDocumentException {
    @Nullable String version = null;
    try (var reader = DocumentReader.open(NAME, bytes, limits.manifestBytes(), limits.depth())) {
      reader.beginObject();
      while (reader.nextField()) {
        if (reader.fieldName().equals("imageLayoutVersion")) {
          version = reader.string();
          if (!version.startsWith("1.")) {
            throw reader.malformed("the layout's version " + version + " is not known");
          }
        } else {
          reader.skip();
        }
      }
      if (version == null) {
        throw reader.missing("imageLayoutVersion");
      }
      reader.end();
    }
    return new OciLayoutFile(version);
  }
}
