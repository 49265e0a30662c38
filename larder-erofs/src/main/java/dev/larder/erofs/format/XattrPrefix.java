// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.format;

import java.util.Optional;

/** The prefixes of attribute names that are stored as a number, {@code EROFS_XATTR_INDEX_*}. */
public enum XattrPrefix {
  /** What users attach. */
  USER(1, "user."),
  /** An access control list: the prefix is the whole name. */
  POSIX_ACL_ACCESS(2, "system.posix_acl_access"),
  /** A directory's list for new entries: the prefix is the whole name. */
  POSIX_ACL_DEFAULT(3, "system.posix_acl_default"),
  /** For root alone. */
  TRUSTED(4, "trusted."),
  // Number 5, lustre, is one that no kernel shows.
  /** Capabilities and labels. */
  SECURITY(6, "security.");

  private static final XattrPrefix[] VALUES = values();

  private final int index;
  private final String text;

  XattrPrefix(int index, String text) {
    this.index = index;
    this.text = text;
  }

  /** {@return the prefix with that number, if there is one} */
  public static Optional<XattrPrefix> ofIndex(int index) {
    for (XattrPrefix prefix : VALUES) {
      if (prefix.index == index) {
        return Optional.of(prefix);
      }
    }
    return Optional.empty();
  }

  /** {@return the prefix of a full name, if it has one} */
  public static Optional<XattrPrefix> ofName(String name) {
    for (XattrPrefix prefix : VALUES) {
      if (prefix.isWholeName() ? name.equals(prefix.text) : name.startsWith(prefix.text)) {
        return Optional.of(prefix);
      }
    }
    return Optional.empty();
  }

  /** {@return the number that an attribute has for it} */
  public int index() {
    return index;
  }

  /** {@return the prefix, with its dot} */
  public String text() {
    return text;
  }

  /** {@return whether nothing may follow the prefix} */
  public boolean isWholeName() {
    return this == POSIX_ACL_ACCESS || this == POSIX_ACL_DEFAULT;
  }
}
