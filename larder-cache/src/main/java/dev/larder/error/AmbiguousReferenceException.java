// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

import java.util.List;

/** A digest, or the beginning of one, that several images share. */
public final class AmbiguousReferenceException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String prefix;
  private final transient List<String> candidates;

  /** {@code prefix} stands for any of {@code candidates}. */
  public AmbiguousReferenceException(String prefix, List<String> candidates) {
    super(prefix + " is ambiguous: it may be " + String.join(" or ", candidates));
    this.prefix = prefix;
    this.candidates = List.copyOf(candidates);
  }

  /** {@return what was asked for} */
  public String prefix() {
    return prefix;
  }

  /** {@return the manifests of the images that it may mean} */
  public List<String> candidates() {
    return candidates;
  }
}
