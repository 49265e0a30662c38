// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.proxy.HttpProxy;
import dev.larder.oci.proxy.InvalidProxyException;
import dev.larder.oci.registry.UnreachableException.Reason;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.http.HttpConnectTimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The proxy before a registry is not there, refuses, or is no proxy. The message names it, never
 * what it is given to know us by.
 */
public final class ProxyException extends RegistryException {
  private static final long serialVersionUID = 1L;

  /**
   * All that the JDK's client tells of a proxy that answered {@code CONNECT} with another status.
   */
  private static final Pattern TUNNEL_FAILED = Pattern.compile("Tunnel failed, got: (\\d{3})");

  private final boolean passing;

  private ProxyException(
      Failure failure, String problem, boolean passing, @Nullable IOException cause) {
    super(failure, problem, cause);
    this.passing = passing;
  }

  /** Says what {@code cause}, as the HTTP client threw it, means of {@code proxy}. */
  static IOException of(Target target, HttpProxy proxy, IOException cause) {
    if (cause instanceof InterruptedIOException) {
      return cause;
    }
    Matcher refusal = TUNNEL_FAILED.matcher(String.valueOf(cause.getMessage()));
    if (refusal.matches()) {
      return ofStatus(target, proxy, Integer.parseInt(refusal.group(1)));
    }
    // The client itself connects to nobody but the proxy, and asks for no other name.
    Reason reason = UnreachableException.classify(cause);
    boolean late = cause instanceof HttpConnectTimeoutException;
    return late || reason == Reason.REFUSED || reason == Reason.UNKNOWN_HOST
        ? new ProxyException(
            Failure.withoutResponse(target),
            "the proxy " + proxy + " cannot be reached: " + reason.words(),
            late,
            cause)
        : UnreachableException.through(proxy, target, cause);
  }

  /** The proxy answered with {@code status} where the registry was to answer. */
  static ProxyException ofStatus(Target target, HttpProxy proxy, int status) {
    String problem =
        status != 407
            ? "refuses to connect"
            : proxy.authorization().isPresent()
                ? "does not take the name and password in its URL"
                : "wants a name and password in its URL";
    return new ProxyException(
        new Failure(target, status, "", "", null),
        "the proxy " + proxy + " " + problem,
        isPassing(status),
        null);
  }

  /** What is set as a proxy is none. */
  static ProxyException ofSetting(Target target, InvalidProxyException cause) {
    return new ProxyException(
        Failure.withoutResponse(target), String.valueOf(cause.getMessage()), false, cause);
  }

  private static boolean isPassing(int status) {
    return switch (status) {
      case 408, 425, 429, 500, 502, 503, 504 -> true;
      default -> false;
    };
  }

  @Override
  public boolean isTransient() {
    return passing;
  }
}
