// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci;

import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** Why a file could not be read or written, in words: the JDK's own say little but the path. */
public final class FileProblem {
  private FileProblem() {}

  /** {@return what to say behind the name of {@code file}, which may be a directory} */
  public static String of(Path file, IOException failure) {
    return switch (failure) {
      case CharacterCodingException _ -> "is not UTF-8";
      case NoSuchFileException _ -> "is not there";
      case AccessDeniedException _ -> "may not be used by us";
      default -> Files.isDirectory(file) ? "is a directory" : "fails: " + failure.getMessage();
    };
  }

  /** {@return {@code failure} with a message that names {@code file} and says why} */
  public static IOException named(Path file, IOException failure) {
    return new IOException(file + " " + of(file, failure), failure);
  }
}
