// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.proxy.HttpProxy;
import java.io.EOFException;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.net.ProtocolException;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.net.http.HttpConnectTimeoutException;
import java.net.http.HttpTimeoutException;
import java.nio.channels.UnresolvedAddressException;
import java.security.cert.CertificateException;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import javax.net.ssl.SSLException;
import org.jspecify.annotations.Nullable;

/** There is no connection to the registry, or it broke. */
public final class UnreachableException extends RegistryException {
  private static final long serialVersionUID = 1L;

  /** Why a registry cannot be reached. */
  public enum Reason {
    /** Its name is not known. */
    UNKNOWN_HOST("there is no such host"),
    /** Nobody listens there, or there is no way there. */
    REFUSED("nothing answers there"),
    /** It stood still for too long. */
    TIMED_OUT("it stopped answering"),
    /** The connection broke. */
    DROPPED("the connection broke"),
    /** Its certificate is not one to trust. */
    UNTRUSTED("its certificate is not trusted"),
    /** Its certificate cannot be checked, since a file of authorities is none. */
    NO_AUTHORITY("its certificate cannot be checked"),
    /** We cannot show who we are, since a client's certificate or key cannot be read. */
    NO_CLIENT_CERTIFICATE("our certificate cannot be shown"),
    /** It does not take our certificate, or wants one that we do not have. */
    CLIENT_REFUSED("it wants a client certificate, and takes none of ours"),
    /** It does not speak the protocol: not TLS, or not HTTP. */
    PROTOCOL("it does not speak the protocol");

    private final String words;

    Reason(String words) {
      this.words = words;
    }

    /** For people, behind the name of whom it is about. */
    String words() {
      return words;
    }
  }

  private static final Pattern ALERT = Pattern.compile("Received fatal alert: (\\w+)");

  private static final Set<String> OF_OUR_CERTIFICATE =
      Set.of(
          "bad_certificate",
          "unsupported_certificate",
          "certificate_revoked",
          "certificate_expired",
          "certificate_unknown",
          "certificate_required",
          "unknown_ca",
          "access_denied");

  private final Reason reason;

  private UnreachableException(Target target, Reason reason, String problem, IOException cause) {
    super(Failure.withoutResponse(target), problem, cause);
    this.reason = reason;
  }

  /** Says what {@code cause}, as the HTTP client threw it, means; an interrupt stays one. */
  static IOException of(Target target, IOException cause) {
    return cause instanceof InterruptedIOException ? cause : of(target, cause, "");
  }

  /** As {@link #of(Target, IOException)}, of a connection that a proxy has made. */
  static UnreachableException through(HttpProxy proxy, Target target, IOException cause) {
    return of(target, cause, " (through the proxy " + proxy + ")");
  }

  private static UnreachableException of(Target target, IOException cause, String way) {
    Reason reason = classify(cause);
    return new UnreachableException(target, reason, describe(reason, cause) + way, cause);
  }

  /** What is asked is no host. */
  static UnreachableException unknownHost(Target target) {
    return of(target, new UnknownHostException(target.at().host()), "");
  }

  /** The body of a response ended before its time, without an error of the connection. */
  static UnreachableException cutOff(Target target, long atByte, long ofBytes) {
    var cause = new IOException("the body ended at byte " + atByte + " of " + ofBytes);
    return of(target, cause, "");
  }

  /** {@return why} */
  public Reason reason() {
    return reason;
  }

  /** {@return whether there was a connection, on which nothing came} */
  boolean isStandingStill() {
    return reason == Reason.TIMED_OUT && !(getCause() instanceof HttpConnectTimeoutException);
  }

  /** {@return whether TLS is spoken there, and something about it is to be mended} */
  boolean isOfTls() {
    return switch (reason) {
      case UNTRUSTED, NO_AUTHORITY, NO_CLIENT_CERTIFICATE, CLIENT_REFUSED -> true;
      case PROTOCOL -> alert(getCause()).isPresent();
      case UNKNOWN_HOST, REFUSED, TIMED_OUT, DROPPED -> false;
    };
  }

  @Override
  public boolean isTransient() {
    return switch (reason) {
      case TIMED_OUT, DROPPED -> true;
      case UNKNOWN_HOST,
          REFUSED,
          UNTRUSTED,
          NO_AUTHORITY,
          NO_CLIENT_CERTIFICATE,
          CLIENT_REFUSED,
          PROTOCOL ->
          false;
    };
  }

  static Reason classify(IOException cause) {
    if (cause instanceof HttpTimeoutException) {
      return Reason.TIMED_OUT;
    }
    if (cause instanceof Trust.AuthorityFileException) {
      return Reason.NO_AUTHORITY;
    }
    if (cause instanceof ClientKeys.ClientKeyException) {
      return Reason.NO_CLIENT_CERTIFICATE;
    }
    if (hasCause(cause, UnknownHostException.class)
        || hasCause(cause, UnresolvedAddressException.class)) {
      return Reason.UNKNOWN_HOST;
    }
    if (cause instanceof ConnectException || cause instanceof NoRouteToHostException) {
      return Reason.REFUSED;
    }
    if (hasCause(cause, CertificateException.class)) {
      return Reason.UNTRUSTED;
    }
    if (alert(cause).filter(OF_OUR_CERTIFICATE::contains).isPresent()) {
      return Reason.CLIENT_REFUSED;
    }
    // A handshake that ends with the connection says nothing about the protocol.
    boolean broken = hasCause(cause, EOFException.class) || hasCause(cause, SocketException.class);
    boolean wrong = cause instanceof SSLException || hasCause(cause, ProtocolException.class);
    return wrong && !broken ? Reason.PROTOCOL : Reason.DROPPED;
  }

  /** {@return the alert by which the other side ended TLS (RFC 8446, 6.2), as the JDK names it} */
  private static Optional<String> alert(@Nullable Throwable failure) {
    for (@Nullable Throwable cause = failure; cause != null; cause = cause.getCause()) {
      var found = ALERT.matcher(Objects.requireNonNullElse(cause.getMessage(), ""));
      if (cause instanceof SSLException && found.find()) {
        return Optional.of(found.group(1));
      }
    }
    return Optional.empty();
  }

  private static String describe(Reason reason, IOException cause) {
    String message = cause.getMessage();
    return reason.words + (message == null ? "" : ": " + Words.oneLine(message));
  }

  private static boolean hasCause(Throwable thrown, Class<? extends Throwable> type) {
    for (@Nullable Throwable cause = thrown; cause != null; cause = cause.getCause()) {
      if (type.isInstance(cause)) {
        return true;
      }
    }
    return false;
  }
}
