// SPDX-License-Identifier: Apache-2.0
package dev.larder.error;

/**
 * Whatever goes wrong in the cache. The message is one line for people; each type carries the
 * values that a caller acts on.
 */
public abstract sealed class LarderException extends RuntimeException
    permits AmbiguousReferenceException,
        CacheStorageException,
        CopyFailedException,
        ImageInUseException,
        ImageLoadFailedException,
        ImageNotFoundException,
        ImagePathException,
        ImagePullFailedException,
        ImageSaveFailedException,
        InvalidReferenceException,
        LoginFailedException,
        OperationCancelledException,
        PlatformMismatchException,
        SandboxExistsException,
        SandboxNotFoundException {

  private static final long serialVersionUID = 1L;

  LarderException(String message) {
    super(message);
  }

  LarderException(String message, Throwable cause) {
    super(message, cause);
  }
}
