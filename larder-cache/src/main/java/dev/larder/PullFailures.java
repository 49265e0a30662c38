// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import dev.larder.erofs.layer.LayerFormatException;
import dev.larder.error.ImageLoadFailedException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.error.ImagePullFailedException.Reason;
import dev.larder.error.LarderException;
import dev.larder.error.PlatformMismatchException;
import dev.larder.oci.Digest;
import dev.larder.oci.Reference;
import dev.larder.oci.archive.MalformedArchiveException;
import dev.larder.oci.compression.DecompressionLimitException;
import dev.larder.oci.hosts.BlockedRegistryException;
import dev.larder.oci.hosts.HostsFileException;
import dev.larder.oci.image.NoMatchingPlatformException;
import dev.larder.oci.image.NotAnImageException;
import dev.larder.oci.image.Platform;
import dev.larder.oci.registry.BadResponseException;
import dev.larder.oci.registry.ContentNotFoundException;
import dev.larder.oci.registry.ForbiddenException;
import dev.larder.oci.registry.ForeignLayerException;
import dev.larder.oci.registry.ProxyException;
import dev.larder.oci.registry.RateLimitedException;
import dev.larder.oci.registry.RegistryException;
import dev.larder.oci.registry.UnauthorizedException;
import dev.larder.oci.registry.UnreachableException;
import dev.larder.oci.source.DocumentTooLargeException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;

/** What a failed pull or load means to the caller. */
final class PullFailures {
  private PullFailures() {}

  static LarderException ofPull(Reference reference, IOException failure) {
    if (failure instanceof ContentNotFoundException e && isReferenceItself(reference, e)) {
      return new ImageNotFoundException(
          reference.toString(), "no such image in the registry: " + e.getMessage(), e);
    }
    if (failure instanceof NoMatchingPlatformException e) {
      return mismatch(reference.toString(), e);
    }
    return new ImagePullFailedException(
        reference.toString(), reason(failure), Edge.message(failure), failure);
  }

  static LarderException ofLoad(Path archive, IOException failure) {
    return failure instanceof NoMatchingPlatformException e
        ? mismatch(archive.toString(), e)
        : new ImageLoadFailedException(archive, loadMessage(failure), failure);
  }

  /** The file system's own words are but the path, which stands before them. */
  private static String loadMessage(IOException failure) {
    return switch (failure) {
      case MalformedArchiveException e -> e.problem();
      case NoSuchFileException _ -> "there is no such file";
      case AccessDeniedException _ -> "it may not be read";
      default -> Edge.message(failure);
    };
  }

  static PlatformMismatchException mismatch(String reference, NoMatchingPlatformException failure) {
    return new PlatformMismatchException(
        reference,
        failure.wanted().toString(),
        failure.available().stream().map(Platform::toString).toList());
  }

  /** A blob that is missing of an image that is there is no missing image. */
  private static boolean isReferenceItself(Reference reference, ContentNotFoundException failure) {
    return reference
        .digest()
        .map(Digest::toString)
        .or(reference::tag)
        .filter(failure.reference()::equals)
        .isPresent();
  }

  private static Reason reason(IOException failure) {
    return switch (failure) {
      case RegistryException e -> reason(e);
      case BlockedRegistryException _, HostsFileException _ -> Reason.CONFIGURATION;
      case NotAnImageException _ -> Reason.NOT_AN_IMAGE;
      case DocumentTooLargeException _ -> Reason.LIMIT_EXCEEDED;
      case DecompressionLimitException _ -> Reason.LIMIT_EXCEEDED;
      case LayerFormatException e when e.isOverLimit() -> Reason.LIMIT_EXCEEDED;
      // Documents, digests, sizes, compression, tar: all that is left is what the image is made of.
      default -> Reason.BAD_CONTENT;
    };
  }

  private static Reason reason(RegistryException failure) {
    return switch (failure) {
      case ContentNotFoundException _ -> Reason.BAD_CONTENT;
      case UnauthorizedException _ -> Reason.UNAUTHORIZED;
      case ForbiddenException _ -> Reason.UNAUTHORIZED;
      case RateLimitedException _ -> Reason.RATE_LIMITED;
      case UnreachableException _ -> Reason.UNREACHABLE;
      case ProxyException _ -> Reason.UNREACHABLE;
      case BadResponseException _ -> Reason.REGISTRY_ERROR;
      case ForeignLayerException _ -> Reason.REGISTRY_ERROR;
    };
  }
}
