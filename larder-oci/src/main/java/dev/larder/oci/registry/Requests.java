// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.image.DocumentLimits;
import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** One request to a registry in whatever protocol it speaks, as whoever it lets in. */
final class Requests {
  private final Origins origins;
  private final Redirects redirects;
  private final Authorizer authorizer;
  private final Refusals refusals;
  private final DocumentLimits documents;

  Requests(
      Origins origins,
      Redirects redirects,
      Authorizer authorizer,
      Refusals refusals,
      DocumentLimits documents) {
    this.origins = origins;
    this.redirects = redirects;
    this.authorizer = authorizer;
    this.refusals = refusals;
    this.documents = documents;
  }

  /** {@return how large a document may be that is asked for} */
  DocumentLimits documents() {
    return documents;
  }

  /**
   * {@return the response, whose status is 200 or 206}
   *
   * @throws RegistryException for any other, and if there is none
   */
  Reply get(Target target, Map<String, String> headers) throws IOException {
    @Nullable RegistryException first = null;
    for (URI origin : candidates(target)) {
      try {
        return authorized(target, origin, headers);
      } catch (RegistryException e) {
        if (!isPerhapsOtherProtocol(e)) {
          throw e;
        }
        if (first == null) {
          first = e;
        } else if (isOfTls(e)) {
          e.addSuppressed(first); // it does speak TLS, and that is what is to be mended
          throw e;
        } else {
          first.addSuppressed(e);
        }
      }
    }
    throw Objects.requireNonNull(first, "no origin to try");
  }

  private List<URI> candidates(Target target) throws UnreachableException {
    List<URI> candidates = origins.candidates(target.at());
    if (candidates.isEmpty()) {
      throw UnreachableException.unknownHost(target);
    }
    return candidates;
  }

  /**
   * {@return the response to a GET of a foreign layer, whose status is 200 or 206} Its host, which
   * the manifest names, is told nothing of us.
   */
  Reply getForeign(Target target, URI uri, Map<String, String> headers) throws IOException {
    Target told = target.withUsualSettings();
    return requireOk(told, redirects.follow(told, uri, headers, null));
  }

  private Reply authorized(Target target, URI origin, Map<String, String> headers)
      throws IOException {
    @Nullable String known = authorizer.find(target, origin).orElse(null);
    Reply reply = follow(target, origin, headers, known);
    // A challenge counts from the registry itself; where it redirects to gets nothing from us.
    if (reply.status() == 401 && Origins.isSame(origin, reply.uri())) {
      Optional<String> answer = answer(target, origin, reply, known);
      if (answer.isPresent()) {
        reply.discard();
        reply = follow(target, origin, headers, answer.get());
      }
    }
    return requireOk(target, reply);
  }

  private Optional<String> answer(
      Target target, URI origin, Reply refusal, @Nullable String refused) throws IOException {
    try {
      return authorizer.answer(target, origin, refusal, refused);
    } catch (IOException e) {
      refusal.close();
      throw e;
    }
  }

  private Reply follow(
      Target target, URI origin, Map<String, String> headers, @Nullable String authorization)
      throws IOException {
    URI uri = URI.create(origin + target.path()); // resolved, a path may name another host
    Reply reply = redirects.follow(target, uri, headers, authorization);
    if (reply.status() != 400) {
      origins.settle(target.at(), origin);
    }
    return reply;
  }

  private Reply requireOk(Target target, Reply reply) throws IOException {
    if (reply.status() == 200 || reply.status() == 206) {
      return reply;
    }
    throw refusals.of(target, reply);
  }

  /**
   * Servers for TLS answer clear text with 400, with bytes that are no HTTP, or by leaving. A proxy
   * may open tunnels for TLS only to some ports, with 403 for the others.
   */
  private static boolean isPerhapsOtherProtocol(RegistryException e) {
    if (e instanceof UnreachableException unreachable) {
      return !unreachable.isStandingStill();
    }
    return e.status().orElse(0) == (e instanceof ProxyException ? 403 : 400);
  }

  private static boolean isOfTls(RegistryException e) {
    return e instanceof UnreachableException unreachable && unreachable.isOfTls();
  }
}
