// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.proxy.HttpProxy;
import dev.larder.oci.proxy.InvalidProxyException;
import java.io.IOException;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Follows redirects by hand, since each one decides anew what may be sent: the {@code
 * Authorization} field goes to the scheme, host and port that it was made for and nowhere else,
 * fields that the user has set for a host to that host alone, and TLS is never left for clear text.
 */
final class Redirects {
  private static final int LIMIT = 10;

  private final Transport transport;

  Redirects(Transport transport) {
    this.transport = transport;
  }

  /**
   * {@return the response that is no redirect}
   *
   * @param target what it is for
   * @param start the URL
   * @param headers what is sent everywhere
   * @param authorization what is sent to the origin of {@code start} alone, null for nothing
   */
  Reply follow(
      Target target, URI start, Map<String, String> headers, @Nullable String authorization)
      throws IOException {
    URI uri = start;
    @Nullable String login = authorization;
    for (int hop = 0; hop <= LIMIT; hop++) {
      Reply reply = get(target, uri, fields(target, uri, headers, login));
      if (!isRedirect(reply)) {
        return reply;
      }
      reply.discard();
      URI next = next(target, reply);
      if (!Origins.isSame(uri, next)) {
        login = null;
      }
      uri = next;
    }
    throw new BadResponseException(
        Failure.withoutResponse(target), "more than " + LIMIT + " redirects");
  }

  private static Map<String, String> fields(
      Target target, URI uri, Map<String, String> headers, @Nullable String login) {
    var fields = new TreeMap<String, String>(String.CASE_INSENSITIVE_ORDER);
    if (Origins.mayTell(target.at(), uri)) {
      target
          .at()
          .settings()
          .headers()
          .forEach((name, values) -> fields.put(name, String.join(", ", values)));
    }
    fields.putAll(headers);
    if (login != null) {
      fields.put("Authorization", login);
    }
    return fields;
  }

  /** {@return the response to a form, which goes nowhere else} */
  Reply post(Target target, URI uri, String form) throws IOException {
    return send(target, uri, () -> transport.post(target.at(), uri, form));
  }

  private Reply get(Target target, URI uri, Map<String, String> fields) throws IOException {
    return send(target, uri, () -> transport.get(target.at(), uri, fields));
  }

  @FunctionalInterface
  private interface Sending {
    Reply send() throws IOException;
  }

  private Reply send(Target target, URI uri, Sending sending) throws IOException {
    Optional<HttpProxy> proxy = findProxy(target, uri);
    var event = new RequestJfrEvent();
    event.registry = target.registry();
    event.repository = target.repository();
    event.reference = target.name();
    event.host = uri.getHost();
    event.begin();
    try {
      Reply reply = sending.send();
      event.status = reply.status();
      if (reply.status() == 407 && proxy.isPresent()) {
        reply.close();
        throw ProxyException.ofStatus(target, proxy.get(), reply.status());
      }
      return reply;
    } catch (ProxyException e) {
      throw e;
    } catch (IOException e) {
      throw proxy.isPresent()
          ? ProxyException.of(target, proxy.get(), e)
          : UnreachableException.of(target, e);
    } finally {
      event.commit();
    }
  }

  private Optional<HttpProxy> findProxy(Target target, URI uri) throws ProxyException {
    try {
      return transport.findProxy(uri);
    } catch (InvalidProxyException e) {
      throw ProxyException.ofSetting(target, e);
    }
  }

  private static boolean isRedirect(Reply reply) {
    return switch (reply.status()) {
      case 301, 302, 303, 307, 308 -> reply.header("Location").isPresent();
      default -> false;
    };
  }

  private static URI next(Target target, Reply reply) throws BadResponseException {
    URI from = reply.uri();
    URI next =
        HttpUrl.resolve(from, reply.header("Location").orElse(""))
            .orElseThrow(() -> bad(target, reply, "redirects to what is no HTTP URL"));
    if (Origins.isSecure(from) && !Origins.isSecure(next)) {
      throw bad(target, reply, "redirects from TLS to clear text at " + next.getHost());
    }
    return next;
  }

  private static BadResponseException bad(Target target, Reply reply, String problem) {
    return new BadResponseException(Failure.ofStatus(target, reply.status()), problem);
  }
}
