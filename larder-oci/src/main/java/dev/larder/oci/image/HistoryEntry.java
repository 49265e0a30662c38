// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.time.Instant;
import java.util.Optional;

/**
 * One step of how an image was made: image-spec config.md, history. What the image does not say is
 * empty.
 *
 * @param created when, as it stands in the document
 * @param createdBy the command
 * @param author who
 * @param comment a remark
 * @param emptyLayer whether the step made no layer
 */
public record HistoryEntry(
    String created, String createdBy, String author, String comment, boolean emptyLayer) {
  static HistoryEntry read(DocumentReader reader) throws MalformedDocumentException {
    String created = "";
    String createdBy = "";
    String author = "";
    String comment = "";
    boolean emptyLayer = false;
    reader.beginObject();
    while (reader.nextField()) {
      switch (reader.fieldName()) {
        case "created" -> created = reader.string();
        case "created_by" -> createdBy = reader.string();
        case "author" -> author = reader.string();
        case "comment" -> comment = reader.string();
        case "empty_layer" -> emptyLayer = reader.bool();
        default -> reader.skip();
      }
    }
    return new HistoryEntry(created, createdBy, author, comment, emptyLayer);
  }

  /** {@return when the step was made, empty if the image does not say or not as a time} */
  public Optional<Instant> createdAt() {
    return ConfigFile.time(created);
  }
}
