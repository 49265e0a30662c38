// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.error.AmbiguousReferenceException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.oci.Reference;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The image that a text means, to be found in any transaction: all that files say of the text has
 * been read. Immutable.
 */
final class ImageQuery {
  private final String text;

  /** What the text spells as a name; null if it can only be a digest. */
  private final @Nullable Reference reference;

  /** What it is the beginning of as a digest; null if it can only be a name. */
  private final @Nullable String digestPrefix;

  ImageQuery(String text, @Nullable Reference reference, @Nullable String digestPrefix) {
    this.text = text;
    this.reference = reference;
    this.digestPrefix = digestPrefix;
  }

  /** How an image was found, which decides what its removal means. */
  enum By {
    /** By one of its names. */
    NAME,
    /** By a digest within a repository, whether there is a name that reads so or not. */
    REPOSITORY,
    /** By a digest alone. */
    DIGEST
  }

  /**
   * What was found.
   *
   * @param image the image; by name under that name, else under its first
   * @param by how
   */
  record Found(ImageRecord image, By by) {}

  /** {@return the image} */
  Found require(Session session) throws CatalogException {
    return find(session).orElseThrow(() -> new ImageNotFoundException(text));
  }

  /**
   * {@return the image, if there is one}
   *
   * @throws AmbiguousReferenceException if it may be one of several
   */
  Optional<Found> find(Session session) throws CatalogException {
    if (reference != null) {
      var found = findByReference(session, reference);
      if (found.isPresent()) {
        return found;
      }
    }
    if (digestPrefix == null) {
      return Optional.empty();
    }
    return only(text, session.images().findByDigestPrefix(digestPrefix))
        .map(image -> new Found(image, By.DIGEST));
  }

  private static Optional<Found> findByReference(Session session, Reference reference)
      throws CatalogException {
    var named = session.images().findByName(reference.toString());
    if (reference.digest().isEmpty()) {
      return named.map(image -> new Found(image, By.NAME));
    }
    if (named.isPresent()) {
      return Optional.of(new Found(named.get(), By.REPOSITORY));
    }
    String digest = reference.digest().get().toString();
    var images = new ArrayList<ImageRecord>();
    for (var image : session.images().findByDigestPrefix(digest)) {
      if (isIn(session, image, reference.name())) {
        images.add(image);
      }
    }
    return only(reference.toString(), images).map(image -> new Found(image, By.REPOSITORY));
  }

  private static boolean isIn(Session session, ImageRecord image, String repository)
      throws CatalogException {
    return image.repository().equals(repository)
        || session.images().names(image.id()).stream().anyMatch(name -> isNameIn(name, repository));
  }

  private static boolean isNameIn(String name, String repository) {
    return name.startsWith(repository)
        && name.length() > repository.length()
        && (name.charAt(repository.length()) == ':' || name.charAt(repository.length()) == '@');
  }

  private static Optional<ImageRecord> only(String text, List<ImageRecord> images) {
    if (images.size() > 1) {
      throw new AmbiguousReferenceException(
          text, images.stream().map(ImageRecord::digest).toList());
    }
    return images.stream().findFirst();
  }

  /** {@return those of an image's names that go when what was found is removed} */
  List<String> namesMeant(Found found, List<String> all) {
    return switch (found.by()) {
      case NAME -> List.of(found.image().name());
      case REPOSITORY -> {
        String repository = Objects.requireNonNull(reference).name();
        yield all.stream().filter(name -> isNameIn(name, repository)).toList();
      }
      case DIGEST -> all;
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
