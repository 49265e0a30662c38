// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.error.ImageSaveFailedException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a failed save means to the caller. */
final class SaveFailures {
  private SaveFailures() {}

  static ImageSaveFailedException of(Path archive, IOException failure) {
    return new ImageSaveFailedException(archive, why(failure), failure);
  }

  /** The file that failed has a name of ours, or the archive's, which is said before. */
  private static String why(IOException failure) {
    return switch (failure) {
      case NoSuchFileException _ -> "there is no such directory";
      case AccessDeniedException _ -> "permission denied";
      case FileSystemException e when e.getReason() != null -> e.getReason();
      default -> Edge.message(failure);
    };
  }
}
