// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/** Issues tokens and checks requests: distribution-spec's token authentication, and Basic. */
final class TokenServer {
  static final String PATH = "/token";
  private static final String SERVICE = "test-registry";

  private record Grant(String scope, Instant end) {}

  private final Access access;
  private final Map<String, Grant> grants = new ConcurrentHashMap<>();

  TokenServer(Access access) {
    this.access = access;
  }

  /**
   * {@return the refusal of a request, empty if it is let in}
   *
   * @param repository the repository, empty for the API's base
   */
  Optional<Response> findRefusal(Request request, String repository, String origin) {
    return switch (accessTo(repository)) {
      case Access.Open() -> Optional.empty();
      case Access.Basic(var username, var password) ->
          isBasic(request, username, password)
              ? Optional.empty()
              : Optional.of(refusal("Basic realm=\"test, \\\"quoted\\\"\", charset=\"UTF-8\""));
      case Access.AnonymousBearer(var validity) -> findBearerRefusal(request, repository, origin);
      case Access.Bearer(var username, var password, var validity) ->
          findBearerRefusal(request, repository, origin);
      case Access.PerRepository nested -> throw new IllegalArgumentException("nested: " + nested);
    };
  }

  /** {@return the answer of the token endpoint} */
  Response issue(Request request) {
    String scope = String.join(" ", request.parameters("scope"));
    return switch (accessTo(scope.replaceAll("^repository:|:pull$", ""))) {
      case Access.Open() -> Response.error(404, "UNSUPPORTED", "no tokens here");
      case Access.Basic(var username, var password) ->
          Response.error(404, "UNSUPPORTED", "no tokens here");
      case Access.AnonymousBearer(var validity) -> issue(request, validity);
      case Access.Bearer(var username, var password, var validity) ->
          isBasic(request, username, password) || isRefresh(request, username, password)
              ? issue(request, validity)
              : Response.error(401, "UNAUTHORIZED", "incorrect username or password");
      case Access.PerRepository nested -> throw new IllegalArgumentException("nested: " + nested);
    };
  }

  private Access accessTo(String repository) {
    return access instanceof Access.PerRepository(var repositories)
        ? repositories.getOrDefault(repository, new Access.Open())
        : access;
  }

  /** Makes every token issued so far worthless. */
  void revokeAll() {
    grants.clear();
  }

  /** {@return every token ever issued and not revoked} */
  Set<String> tokens() {
    return Set.copyOf(grants.keySet());
  }

  private Response issue(Request request, Duration validity) {
    String scope = String.join(" ", request.parameters("scope"));
    if (!request.parameters("service").contains(SERVICE)) {
      return Response.error(400, "UNSUPPORTED", "a service is wanted");
    }
    String token = "token-" + UUID.randomUUID();
    grants.put(token, new Grant(scope, Instant.now().plus(validity)));
    String name = request.method().equals("POST") ? "access_token" : "token"; // as OAuth2 has it
    return Response.of(
        200,
        "application/json",
        "{\"" + name + "\":\"" + token + "\",\"expires_in\":" + validity.toSeconds() + "}");
  }

  private Optional<Response> findBearerRefusal(Request request, String repository, String origin) {
    String scope = repository.isEmpty() ? "" : "repository:" + repository + ":pull";
    String sent = request.findHeader("Authorization").orElse("");
    Grant grant = sent.startsWith("Bearer ") ? grants.get(sent.substring(7)) : null;
    if (grant != null
        && Instant.now().isBefore(grant.end())
        && (scope.isEmpty() || Set.of(grant.scope().split(" ", -1)).contains(scope))) {
      return Optional.empty();
    }
    String wanted = scope.isEmpty() ? "" : ",scope=\"" + scope + "\"";
    return Optional.of(
        refusal("Bearer realm=\"%s%s\",service=\"%s\"".formatted(origin, PATH, SERVICE) + wanted));
  }

  private static Response refusal(String challenge) {
    return Response.error(401, "UNAUTHORIZED", "authentication required")
        .withHeader("WWW-Authenticate", challenge);
  }

  /** Docker's token specification, OAuth2: a refresh token instead of a name. */
  private static boolean isRefresh(Request request, String username, String password) {
    return username.equals("<token>")
        && request.method().equals("POST")
        && request.parameters("grant_type").contains("refresh_token")
        && request.parameters("refresh_token").contains(password);
  }

  private static boolean isBasic(Request request, String username, String password) {
    byte[] pair = (username + ":" + password).getBytes(StandardCharsets.UTF_8);
    return request
        .findHeader("Authorization")
        .equals(Optional.of("Basic " + Base64.getEncoder().encodeToString(pair)));
  }
}
