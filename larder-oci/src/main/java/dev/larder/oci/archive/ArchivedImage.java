// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.archive;

import dev.larder.oci.InvalidReferenceException;
import dev.larder.oci.Reference;
import dev.larder.oci.source.ImageSource;
import java.util.List;
import java.util.Optional;

/**
 * One image of an archive, or several for different platforms under one name.
 *
 * @param names its names as the archive has them; empty if it has none, and perhaps only a tag such
 *     as {@code latest} in a layout that another tool made for its own use
 * @param source what the image is read from; closing it does nothing
 */
public record ArchivedImage(List<String> names, ImageSource source) {
  /** Copies the names. */
  public ArchivedImage {
    names = List.copyOf(names);
  }

  /** {@return the names that are references, normalised; others are left out} */
  public List<Reference> references() {
    return names.stream()
        .map(ArchivedImage::reference)
        .flatMap(Optional::stream)
        .distinct()
        .toList();
  }

  private static Optional<Reference> reference(String name) {
    try {
      return Optional.of(Reference.parse(name));
    } catch (InvalidReferenceException ignored) { // a layout may name its images as it likes
      return Optional.empty();
    }
  }
}
