// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.error.CacheStorageException;
import dev.larder.error.InvalidReferenceException;
import dev.larder.error.OperationCancelledException;
import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.hosts.HostsFileException;
import dev.larder.oci.hosts.ShortNames;
import java.io.IOException;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * Reads what texts mean as images: any spelling of a name, an alias of it too, repository and
 * digest, the digest of a manifest, index or config, or the beginning of one. A name comes before
 * the beginning of a digest. Aliases are in files, so it is not for use in a transaction. Safe for
 * use by several threads.
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

  /**
   * {@return the image that {@code text} means, to be found}
   *
   * @throws InvalidReferenceException if it cannot mean any
   */
  ImageQuery query(String text) {
    var digest = DIGEST_PREFIX.matcher(text);
    if (!digest.matches()) {
      return new ImageQuery(text, requireReference(text), null);
    }
    String prefix = digest.group(3) == null ? "sha256:" + digest.group(2) : text;
    // Who pins an image by all of its digest gets none that was given it as a name.
    var reference = Digest.find(prefix).isPresent() ? null : findReference(text).orElse(null);
    return new ImageQuery(text, reference, prefix);
  }

  private Optional<Reference> findReference(String text) {
    try {
      return Optional.of(requireReference(text));
    } catch (InvalidReferenceException ignored) { // a digest it may be
      return Optional.empty();
    }
  }

  /**
   * {@return the canonical reference that {@code text} spells, which it must}
   *
   * @throws CacheStorageException if a file of aliases that may speak of it cannot be read
   */
  Reference requireReference(String text) {
    try {
      var reference = shortNames.parse(text);
      // A digest says all that a tag beside it could.
      return reference.digest().map(reference::pinnedTo).orElse(reference);
    } catch (dev.larder.oci.InvalidReferenceException e) {
      throw new InvalidReferenceException(text, e.reason(), e);
    } catch (HostsFileException e) {
      throw new CacheStorageException(
          e.file(), "what " + text + " stands for cannot be told: " + e.getMessage(), e);
    } catch (IOException e) { // a file that can be read, so it is an interrupt
      throw new OperationCancelledException("the look for aliases", e);
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
}
