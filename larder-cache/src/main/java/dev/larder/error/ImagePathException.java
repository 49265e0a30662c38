// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/** A path leads nowhere in an image, or to something else than is wanted. */
public final class ImagePathException extends LarderException {
  private static final long serialVersionUID = 1L;

  private final String reference;
  private final String path;
  private final Reason reason;

  /** What is wrong with the path. */
  public enum Reason {
    /** There is nothing of that name. */
    NOT_FOUND("there is no such file"),
    /** A part of it is no directory, or it is none and has to be. */
    NOT_A_DIRECTORY("not a directory"),
    /** It is no regular file, which it has to be. */
    NOT_A_FILE("not a regular file"),
    /** Its symlinks lead round in a circle, or are more than 40. */
    TOO_MANY_LINKS("too many levels of symbolic links");

    private final String words;

    Reason(String words) {
      this.words = words;
    }
  }

  /** {@code path} is wrong in the image {@code reference}. */
  public ImagePathException(String reference, String path, Reason reason) {
    super(path + " in " + reference + ": " + reason.words);
    this.reference = reference;
    this.path = path;
    this.reason = reason;
  }

  /** {@return the image} */
  public String reference() {
    return reference;
  }

  /** {@return the path that was asked for} */
  public String path() {
    return path;
  }

  /** {@return what is wrong with it} */
  public Reason reason() {
    return reason;
  }
}
