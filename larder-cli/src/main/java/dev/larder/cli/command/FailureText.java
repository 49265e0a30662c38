// SPDX-License-Identifier: Apache-2.0
package dev.larder.cli.command;

import dev.larder.cli.output.Words;
import dev.larder.error.AmbiguousReferenceException;
import dev.larder.error.CacheStorageException;
import dev.larder.error.CopyFailedException;
import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageLoadFailedException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.error.ImagePathException;
import dev.larder.error.ImagePullFailedException;
import dev.larder.error.ImageSaveFailedException;
import dev.larder.error.InvalidReferenceException;
import dev.larder.error.LarderException;
import dev.larder.error.LoginFailedException;
import dev.larder.error.OperationCancelledException;
import dev.larder.error.PlatformMismatchException;
import dev.larder.error.SandboxExistsException;
import dev.larder.error.SandboxNotFoundException;
import dev.larder.oci.Reference;
import dev.larder.oci.registry.RegistryException;
import dev.larder.oci.registry.UnauthorizedException;
import dev.larder.oci.registry.UnreachableException;
import java.nio.file.Path;
import java.util.stream.Collectors;

/** What a failure means to whoever typed the command: a status, and what to do about it. */
final class FailureText {
  private FailureText() {}

  /** {@return the status that {@code failure} ends the process with} */
  static ExitStatus status(LarderException failure) {
    return switch (failure) {
      case ImageNotFoundException _, SandboxNotFoundException _ -> ExitStatus.NOT_FOUND;
      case ImageInUseException _ -> ExitStatus.IN_USE;
      case InvalidReferenceException _ -> ExitStatus.USAGE;
      case OperationCancelledException _ -> ExitStatus.INTERRUPTED;
      case AmbiguousReferenceException _,
          CacheStorageException _,
          CopyFailedException _,
          ImagePathException _,
          ImageLoadFailedException _,
          ImagePullFailedException _,
          ImageSaveFailedException _,
          LoginFailedException _,
          PlatformMismatchException _,
          SandboxExistsException _ ->
          ExitStatus.FAILED;
    };
  }

  /** {@return one line: what is wrong, and after a semicolon what helps where that is known} */
  static String of(LarderException failure) {
    String advice = advice(failure);
    String message = String.valueOf(failure.getMessage());
    return Words.printable(advice.isEmpty() ? message : message + "; " + advice);
  }

  private static String advice(LarderException failure) {
    return switch (failure) {
      case ImageNotFoundException e ->
          // With a cause it is the registry that does not have it.
          e.getCause() == null ? "'larder images' lists what there is" : "check name and tag";
      case SandboxNotFoundException _ -> "'larder sandbox ls' lists what there is";
      case ImageInUseException e ->
          e.sandboxes().isEmpty()
              ? "try again when that has ended"
              : "remove the sandbox first ('larder sandbox rm'), or say -f";
      case InvalidReferenceException _ -> "";
      case OperationCancelledException _ -> "";
      case AmbiguousReferenceException _ -> "give more digits";
      case CacheStorageException _ -> "";
      case CopyFailedException _ -> "";
      case ImageLoadFailedException _ -> "";
      case ImagePathException _ -> "";
      case ImagePullFailedException e -> advice(e);
      case ImageSaveFailedException _ -> "";
      case LoginFailedException _ -> "";
      case PlatformMismatchException _ -> "choose one of them with --platform";
      case SandboxExistsException _ -> "choose another name, or 'larder sandbox rm' it";
    };
  }

  private static String advice(ImagePullFailedException failure) {
    return switch (failure.reason()) {
      case UNREACHABLE -> adviceForUnreachable(failure);
      case UNAUTHORIZED -> "log in with " + login(host(failure)) + ", or check the name";
      case RATE_LIMITED -> "try again later, or log in with 'larder login'";
      case BAD_CONTENT -> "try again; if it stays so, the image must be pushed anew";
      case NOT_AN_IMAGE -> "only container images can be kept here";
      case LIMIT_EXCEEDED -> "the image may be hostile; if it is not, raise the limit with --limit";
      case REGISTRY_ERROR -> "try again later, or ask who runs the registry";
      case CONFIGURATION -> "";
    };
  }

  private static String host(ImagePullFailedException failure) {
    return failure.getCause() instanceof RegistryException e
        ? e.host()
        : Reference.parse(failure.reference()).domain();
  }

  private static String login(String host) {
    return "'larder login " + host + "'";
  }

  private static String adviceForUnreachable(ImagePullFailedException failure) {
    if (!(failure.getCause() instanceof RegistryException cause)) {
      return "check the network";
    }
    String advice =
        cause instanceof UnreachableException unreachable
            ? advice(unreachable)
            : "check HTTPS_PROXY, or name the registry in NO_PROXY";
    // A mirror may be all that a machine can reach.
    for (Throwable elsewhere : cause.getSuppressed()) {
      if (elsewhere instanceof UnauthorizedException e && !e.host().equals(cause.host())) {
        return advice + "; or log in at its mirror with " + login(e.host());
      }
    }
    return advice;
  }

  private static String advice(UnreachableException unreachable) {
    return switch (unreachable.reason()) {
      case UNKNOWN_HOST -> "check the registry's name";
      case REFUSED -> "check the registry's name and port, and that it runs";
      case TIMED_OUT, DROPPED -> "check the network, and try again";
      case UNTRUSTED ->
          unreachable.authorities().isEmpty()
              ? "name its authority with --ca-certs, or do not check with --insecure"
              : "mend ca in its hosts.toml, which names "
                  + files(unreachable)
                  + ", or name its authority with --ca-certs";
      case NO_AUTHORITY ->
          unreachable.authorities().isEmpty()
              ? "give --ca-certs a PEM file"
              : "give --ca-certs, and ca in its hosts.toml, PEM files";
      case NO_CLIENT_CERTIFICATE -> "mend the host's hosts.toml";
      case CLIENT_REFUSED -> "name a certificate that it takes as client in its hosts.toml";
      case PROTOCOL -> "if it speaks no TLS, say --insecure";
    };
  }

  private static String files(UnreachableException unreachable) {
    return unreachable.authorities().stream().map(Path::toString).collect(Collectors.joining(", "));
  }
}
