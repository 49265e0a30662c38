// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.catalog.CatalogException;
import dev.larder.catalog.ImageRecord;
import dev.larder.catalog.Session;
import dev.larder.error.AmbiguousReferenceException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.InvalidReferenceException;
import dev.larder.oci.Reference;
import dev.larder.oci.hosts.ShortNames;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Finds the image that a text means: by any spelling of a name, an alias of it too, by repository
 * and digest, by the digest of a manifest, index or config, or by the beginning of one. A name
 * comes before a digest that begins so. Safe for use by several threads.
 */
final class ImageLookup {
  /** From four digits on, as moby's image store has it; without an algorithm it is SHA-256. */
  private static final Pattern DIGEST_PREFIX =
      Pattern.compile("(sha256:)?([0-9a-f]{4,64})|(sha512:)([0-9a-f]{4,128})");

  private final ShortNames shortNames;

  /** {@code shortNames} says what names without a registry stand for. */
  ImageLookup(ShortNames shortNames) {
    this.shortNames = shortNames;
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

  /** {@return the image that {@code text} means} */
  Found require(Session session, String text) throws CatalogException {
    return find(session, text).orElseThrow(() -> new ImageNotFoundException(text));
  }

  /**
   * {@return the image that {@code text} means, if there is one}
   *
   * @throws InvalidReferenceException if it cannot mean any
   * @throws AmbiguousReferenceException if it may mean several
   */
  Optional<Found> find(Session session, String text) throws CatalogException {
    var digest = DIGEST_PREFIX.matcher(text);
    boolean isDigest = digest.matches();
    var reference = parse(text, isDigest);
    if (reference.isPresent()) {
      var found = findByReference(session, reference.get());
      if (found.isPresent()) {
        return found;
      }
    }
    if (!isDigest) {
      return Optional.empty();
    }
    String prefix = digest.group(3) == null ? "sha256:" + digest.group(2) : text;
    return only(text, session.images().findByDigestPrefix(prefix))
        .map(image -> new Found(image, By.DIGEST));
  }

  /** {@return the canonical reference that {@code text} spells, which it must} */
  Reference requireReference(String text) {
    try {
      var reference = shortNames.parse(text);
      // A digest says all that a tag beside it could.
      return reference.digest().map(reference::pinnedTo).orElse(reference);
    } catch (dev.larder.oci.InvalidReferenceException e) {
      throw new InvalidReferenceException(text, e.reason(), e);
    } catch (IOException e) {
      throw new InvalidReferenceException(text, "what it stands for: " + Edge.message(e), e);
    }
  }

  /** {@return the name with a tag that {@code text} spells, as an image may be given} */
  Reference requireName(String text) {
    var reference = requireReference(text);
    if (reference.digest().isPresent()) {
      throw new InvalidReferenceException(text, "a name with a digest cannot be given");
    }
    return reference;
  }

  /** {@return whether {@code text} is a digest or the beginning of one, with its algorithm} */
  static boolean isDigest(String text) {
    return text.indexOf(':') >= 0 && DIGEST_PREFIX.matcher(text).matches();
  }

  /** {@return the reference that {@code text} spells, empty if it can only be a digest} */
  private Optional<Reference> parse(String text, boolean isDigest) {
    try {
      return Optional.of(requireReference(text));
    } catch (InvalidReferenceException e) {
      if (isDigest) {
        return Optional.empty();
      }
      throw e;
    }
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

  /** {@return whether the canonical {@code name} is one of {@code repository}} */
  static boolean isNameIn(String name, String repository) {
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
}
