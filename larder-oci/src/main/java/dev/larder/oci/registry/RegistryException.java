// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * A registry, or a proxy before it, did not give what was asked of it. The message is one line for
 * people and names the registry and what was asked for; it never holds credentials, tokens or the
 * URLs of redirects.
 */
public abstract sealed class RegistryException extends IOException
    permits ContentNotFoundException,
        UnauthorizedException,
        ForbiddenException,
        RateLimitedException,
        UnreachableException,
        ProxyException,
        BadResponseException,
        ForeignLayerException {
  private static final long serialVersionUID = 1L;

  private final transient Failure failure;

  RegistryException(Failure failure, String problem, @Nullable Throwable cause) {
    super(failure.describe(problem), cause);
    this.failure = failure;
  }

  /** {@return the registry as it stands in references, such as {@code docker.io}} */
  public String registry() {
    return failure.target().registry();
  }

  /**
   * {@return who was asked, {@code host[:port]} as a login names it: a mirror, the place that the
   * reference is rewritten to, or {@link #registry} itself}
   */
  public String host() {
    return failure.target().host();
  }

  /**
   * {@return the PEM files of authorities that {@code hosts.toml} names for who was asked, empty if
   * it names none}
   */
  public List<Path> authorities() {
    return failure.target().at().settings().authorities();
  }

  /** {@return the repository, such as {@code library/python}} */
  public String repository() {
    return failure.target().repository();
  }

  /** {@return the tag or the digest that was asked for} */
  public String reference() {
    return failure.target().name();
  }

  /** {@return the status code of the response, empty if there was none} */
  public OptionalInt status() {
    return failure.status() == 0 ? OptionalInt.empty() : OptionalInt.of(failure.status());
  }

  /** {@return the registry's own error code, such as {@code MANIFEST_UNKNOWN}, empty if none} */
  public Optional<String> serverCode() {
    return Optional.of(failure.code()).filter(code -> !code.isEmpty());
  }

  /** {@return the registry's own words on one line, empty if none} */
  public Optional<String> serverMessage() {
    return Optional.of(failure.message()).filter(message -> !message.isEmpty());
  }

  /** {@return whether the same request may well succeed a little later} */
  public abstract boolean isTransient();

  /** How long the registry wants to be left alone, empty if it did not say. */
  Optional<Duration> findRetryAfter() {
    return Optional.ofNullable(failure.retryAfter());
  }
}
