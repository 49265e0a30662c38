// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The digest of bytes as they were received: a manifest, an index, a config or a compressed layer
 * (image-spec descriptor.md, Digests).
 *
 * @param algorithm the hash
 * @param hex the hash value in lower-case hexadecimal digits, as many as the algorithm gives
 */
public record Digest(Algorithm algorithm, String hex) implements Comparable<Digest> {
  /** The registered algorithms. */
  public enum Algorithm {
    /** SHA-256. */
    SHA256("SHA-256", "sha256", 64),
    /** SHA-512. */
    SHA512("SHA-512", "sha512", 128);

    private final String javaName;
    private final String ociName;
    private final int hexDigits;

    Algorithm(String javaName, String ociName, int hexDigits) {
      this.javaName = javaName;
      this.ociName = ociName;
      this.hexDigits = hexDigits;
    }

    /** {@return the name for {@link java.security.MessageDigest}} */
    public String javaName() {
      return javaName;
    }

    /** {@return a new hash of this algorithm} */
    public MessageDigest newHash() {
      try {
        return MessageDigest.getInstance(javaName);
      } catch (NoSuchAlgorithmException e) {
        throw new IllegalStateException("every Java has " + javaName, e);
      }
    }

    /** {@return the number of hexadecimal digits of a digest} */
    public int hexDigits() {
      return hexDigits;
    }

    /** {@return the name before the colon, such as {@code sha256}} */
    @Override
    public String toString() {
      return ociName;
    }
  }

  private static final boolean[] IS_HEX = hexDigits();

  /** Checks the digits. */
  public Digest {
    if (hex.length() != algorithm.hexDigits() || !isHex(hex)) {
      throw new IllegalArgumentException(
          "a "
              + algorithm
              + " digest has "
              + algorithm.hexDigits()
              + " lower-case hex digits: "
              + hex);
    }
  }

  /**
   * Lists have thousands of digests, so that an expression would show, and comparing each character
   * with the ends of both ranges, of which no processor foresees the outcome.
   */
  private static boolean isHex(String text) {
    for (int i = 0; i < text.length(); i++) {
      char c = text.charAt(i);
      if (c >= IS_HEX.length || !IS_HEX[c]) {
        return false;
      }
    }
    return true;
  }

  private static boolean[] hexDigits() {
    var digits = new boolean['f' + 1];
    Arrays.fill(digits, '0', '9' + 1, true);
    Arrays.fill(digits, 'a', 'f' + 1, true);
    return digits;
  }

  /**
   * {@return the digest written as {@code algorithm:hex}}
   *
   * @throws IllegalArgumentException if {@code text} is not of that form, or of an algorithm that
   *     is not registered
   */
  public static Digest parse(String text) {
    for (var algorithm : Algorithm.values()) {
      int colon = algorithm.ociName.length();
      if (text.startsWith(algorithm.ociName) && text.startsWith(":", colon)) {
        return new Digest(algorithm, text.substring(colon + 1));
      }
    }
    throw new IllegalArgumentException("not a sha256 or sha512 digest: " + text);
  }

  /** {@return the digest that {@code text} is, as {@link #parse} reads it; empty if it is none} */
  public static Optional<Digest> find(String text) {
    try {
      return Optional.of(parse(text));
    } catch (IllegalArgumentException ignored) { // the caller says what that means
      return Optional.empty();
    }
  }

  /** {@return the digest that {@code hash}, a hash of {@code algorithm}, has come to; resets it} */
  public static Digest of(Algorithm algorithm, MessageDigest hash) {
    return new Digest(algorithm, HexFormat.of().formatHex(hash.digest()));
  }

  /** {@return the SHA-256 digest of {@code bytes}} */
  public static Digest sha256(byte[] bytes) {
    var hash = Algorithm.SHA256.newHash();
    hash.update(bytes);
    return of(Algorithm.SHA256, hash);
  }

  @Override
  public int compareTo(Digest other) {
    return toString().compareTo(other.toString());
  }

  /** As a record's own would, but that is linked at first use: a tenth of a short command. */
  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof Digest digest
        && algorithm == digest.algorithm
        && hex.equals(digest.hex);
  }

  @Override
  public int hashCode() {
    return hex.hashCode();
  }

  /** {@return the digest as {@code algorithm:hex}} */
  @Override
  public String toString() {
    return algorithm + ":" + hex;
  }
}
