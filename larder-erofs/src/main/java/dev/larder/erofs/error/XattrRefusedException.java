// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs.error;

import java.io.IOException;

/** An extended attribute that EROFS cannot hold: it is refused rather than dropped. */
public final class XattrRefusedException extends IOException {
  private static final long serialVersionUID = 1L;

  /** Why an attribute is refused. */
  public enum Reason {
    /** The name starts with no prefix that EROFS knows. */
    UNKNOWN_PREFIX("its name has no prefix that EROFS knows"),
    /** The name is empty behind its prefix, or longer than 255 bytes, or holds a NUL. */
    BAD_NAME("its name is empty, too long, or holds a NUL byte"),
    /** The name is one of larder's own. */
    RESERVED("names under trusted.larder. are reserved"),
    /** The value is longer than EROFS can say. */
    VALUE_TOO_LONG("its value is too long"),
    /** The attributes of one inode together are longer than EROFS can say. */
    TOO_MUCH_IN_ALL("the attributes of its file are too long together");

    private final String text;

    Reason(String text) {
      this.text = text;
    }
  }

  private final String name;
  private final Reason reason;

  /** The attribute {@code name} is refused. */
  public XattrRefusedException(String name, Reason reason) {
    super("cannot keep extended attribute " + name + ": " + reason.text);
    this.name = name;
    this.reason = reason;
  }

  /** {@return the attribute's full name} */
  public String name() {
    return name;
  }

  /** {@return why it is refused} */
  public Reason reason() {
    return reason;
  }
}
