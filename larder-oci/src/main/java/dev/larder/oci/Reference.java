// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The name of an image in a registry, normalised as {@code distribution/reference} does: {@code
 * python}, {@code python:latest}, {@code docker.io/library/python} and {@code
 * index.docker.io/library/python} are equal. A reference has a tag, a digest, or both; one that was
 * given neither has the tag {@code latest}. Immutable.
 *
 * <p>One deviation: {@code distribution/reference} takes a first part with both a dot and an
 * underscore, such as {@code a_b.c/d}, for a repository without any registry; here it is refused,
 * since nothing could be pulled from it.
 */
public final class Reference implements Comparable<Reference> {
  /** The registry of names that give none. */
  public static final String DEFAULT_DOMAIN = "docker.io";

  /** The tag of names that give neither tag nor digest. */
  public static final String DEFAULT_TAG = "latest";

  private static final String LEGACY_DEFAULT_DOMAIN = "index.docker.io";
  private static final String OFFICIAL_PREFIX = "library/";
  private static final int MAX_LENGTH = 4096;

  private final String domain;
  private final String path;

  /** Null when the reference has a digest only. */
  private final @Nullable String tag;

  /** Null when the reference has a tag only. */
  private final @Nullable Digest digest;

  private Reference(String domain, String path, @Nullable String tag, @Nullable Digest digest) {
    this.domain = domain;
    this.path = path;
    this.tag = tag;
    this.digest = digest;
  }

  /**
   * {@return the reference that {@code text} spells, in its long or its familiar form}
   *
   * @throws InvalidReferenceException if it is none, with the reason
   */
  public static Reference parse(String text) {
    try {
      return parseParts(text);
    } catch (InvalidReferenceException e) {
      throw e;
    } catch (IllegalArgumentException e) {
      throw new InvalidReferenceException(
          ReferenceSyntax.shortened(text),
          ReferenceSyntax.shortened(String.valueOf(e.getMessage())));
    }
  }

  private static Reference parseParts(String text) {
    if (text.isEmpty()) {
      throw new IllegalArgumentException("it is empty");
    }
    if (text.length() > MAX_LENGTH) {
      throw new IllegalArgumentException("it is longer than " + MAX_LENGTH + " characters");
    }
    if (ReferenceSyntax.isIdentifier(text)) {
      throw new IllegalArgumentException(
          "64 hexadecimal digits are an image id, not a repository name");
    }
    int at = text.indexOf('@');
    String nameAndTag = at < 0 ? text : text.substring(0, at);
    Digest digest = at < 0 ? null : Digest.parse(text.substring(at + 1));

    String domain = domainOf(nameAndTag);
    String remainder = nameAndTag.substring(domain.isEmpty() ? 0 : domain.length() + 1);
    if (domain.isEmpty() || domain.equals(LEGACY_DEFAULT_DOMAIN)) {
      domain = DEFAULT_DOMAIN;
    }
    int colon = remainder.indexOf(':');
    String path = colon < 0 ? remainder : remainder.substring(0, colon);
    String tag = colon < 0 ? null : remainder.substring(colon + 1);
    if (path.isEmpty()) {
      throw new IllegalArgumentException("there is no repository name");
    }
    if (domain.equals(DEFAULT_DOMAIN) && path.indexOf('/') < 0) {
      path = OFFICIAL_PREFIX + path;
    }
    ReferenceSyntax.requireDomain(domain);
    ReferenceSyntax.requirePath(path);
    if (tag != null) {
      ReferenceSyntax.requireTag(tag);
    }
    return new Reference(domain, path, tag == null && digest == null ? DEFAULT_TAG : tag, digest);
  }

  /** {@return whether {@code text}, which spells a reference, names no registry} */
  public static boolean isShort(String text) {
    int at = text.indexOf('@');
    return domainOf(at < 0 ? text : text.substring(0, at)).isEmpty();
  }

  /** The first part, if it can only be a registry: empty if there is none. */
  private static String domainOf(String nameAndTag) {
    int slash = nameAndTag.indexOf('/');
    if (slash <= 0) {
      return "";
    }
    String first = nameAndTag.substring(0, slash);
    boolean isDomain =
        first.equals("localhost")
            || first.indexOf('.') >= 0
            || first.indexOf(':') >= 0
            || ReferenceSyntax.hasUpperCase(first);
    return isDomain ? first : "";
  }

  /** {@return the host of a place: what is before the path, if there is one} */
  public static String hostOf(String place) {
    int slash = place.indexOf('/');
    return slash < 0 ? place : place.substring(0, slash);
  }

  /** {@return the registry, {@code host[:port]}, as it stands in the reference} */
  public String domain() {
    return domain;
  }

  /** {@return the repository within the registry, such as {@code library/python}} */
  public String path() {
    return path;
  }

  /** {@return registry and repository, such as {@code docker.io/library/python}} */
  public String name() {
    return domain + "/" + path;
  }

  /** {@return the shortest spelling of {@link #name}, such as {@code python}} */
  public String familiarName() {
    if (!domain.equals(DEFAULT_DOMAIN)) {
      return name();
    }
    boolean official =
        path.startsWith(OFFICIAL_PREFIX) && path.indexOf('/', OFFICIAL_PREFIX.length()) < 0;
    return official ? path.substring(OFFICIAL_PREFIX.length()) : path;
  }

  /** {@return the tag, empty if there is only a digest} */
  public Optional<String> tag() {
    return Optional.ofNullable(tag);
  }

  /** {@return the digest, empty if there is only a tag} */
  public Optional<Digest> digest() {
    return Optional.ofNullable(digest);
  }

  /** {@return the reference with its familiar name, such as {@code python:latest}} */
  public String familiar() {
    return familiarName() + suffix();
  }

  /**
   * {@return this reference with another tag, or with one besides its digest}
   *
   * @throws InvalidReferenceException if {@code newTag} is not a tag
   */
  public Reference withTag(String newTag) {
    try {
      ReferenceSyntax.requireTag(newTag);
    } catch (IllegalArgumentException e) {
      throw new InvalidReferenceException(
          ReferenceSyntax.shortened(name() + ":" + newTag), String.valueOf(e.getMessage()));
    }
    return new Reference(domain, path, newTag, digest);
  }

  /** {@return the same repository by digest alone} */
  public Reference pinnedTo(Digest newDigest) {
    return new Reference(domain, path, null, newDigest);
  }

  @Override
  public int compareTo(Reference other) {
    return toString().compareTo(other.toString());
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Reference that
        && domain.equals(that.domain)
        && path.equals(that.path)
        && Objects.equals(tag, that.tag)
        && Objects.equals(digest, that.digest);
  }

  @Override
  public int hashCode() {
    return Objects.hash(domain, path, tag, digest);
  }

  /** {@return the canonical form, such as {@code docker.io/library/python:latest}} */
  @Override
  public String toString() {
    return name() + suffix();
  }

  private String suffix() {
    return (tag == null ? "" : ":" + tag) + (digest == null ? "" : "@" + digest);
  }
}
