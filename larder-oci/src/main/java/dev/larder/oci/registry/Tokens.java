// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.StringJoiner;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Asks token servers: distribution's "Token Authentication Specification". */
final class Tokens {
  private static final int REPLY_LIMIT_BYTES = 1 << 20;
  private static final Pattern SECONDS = Pattern.compile("\\d{1,9}");

  /** What the specification assumes when a server does not say. */
  private static final Duration DEFAULT_VALIDITY = Duration.ofSeconds(60);

  /**
   * A token.
   *
   * @param value what to send
   * @param end when to ask for another one
   */
  record Token(String value, Instant end) {
    /** Does not show the token. */
    @Override
    public String toString() {
      return "Token[end=" + end + "]";
    }
  }

  private final Redirects redirects;
  private final Refusals refusals;
  private final InstantSource clock;

  Tokens(Redirects redirects, Refusals refusals, InstantSource clock) {
    this.redirects = redirects;
    this.refusals = refusals;
    this.clock = clock;
  }

  /**
   * {@return a token for {@code target}}
   *
   * @param origin the registry that sent the challenge
   * @param login who asks, null for nobody
   */
  Token request(Target target, URI origin, Challenge challenge, @Nullable Login login)
      throws IOException {
    String realm = challenge.parameter("realm");
    URI uri = endpoint(target, realm);
    boolean asClearAsTheRegistry =
        !Origins.isSecure(origin) && origin.getHost().equalsIgnoreCase(uri.getHost());
    if (!Origins.isSecure(uri) && !asClearAsTheRegistry) {
      throw bad(target, "the registry names a token server without TLS, " + uri.getHost());
    }
    Instant asked = clock.instant();
    Reply reply =
        login != null && login.isIdentityToken()
            ? redirects.post(target, uri, refresh(target, challenge, login))
            : redirects.follow(
                target,
                endpoint(
                    target,
                    realm + (realm.indexOf('?') < 0 ? "?" : "&") + query(target, challenge)),
                Map.of(),
                login == null ? null : login.basic());
    if (reply.status() != 200) {
      throw refusals.of(target, reply);
    }
    return token(target, reply, asked);
  }

  private static URI endpoint(Target target, String realm) throws BadResponseException {
    return HttpUrl.find(realm)
        .orElseThrow(() -> bad(target, "the registry names a token server that is no HTTP URL"));
  }

  /** What is asked for, by what is not secret. */
  private static String query(Target target, Challenge challenge) {
    var query = new StringJoiner("&");
    String service = challenge.parameter("service");
    if (!service.isEmpty()) {
      query.add("service=" + encode(service));
    }
    String given = challenge.parameter("scope");
    String scope = given.isEmpty() ? target.scope() : given;
    if (!scope.isEmpty()) {
      query.add("scope=" + encode(scope));
    }
    return query.toString();
  }

  /** The form of an OAuth2 request: distribution's "Token Authentication via OAuth2". */
  private static String refresh(Target target, Challenge challenge, Login login) {
    return "grant_type=refresh_token&client_id=larder&"
        + query(target, challenge)
        + "&refresh_token="
        + encode(login.password());
  }

  private static Token token(Target target, Reply reply, Instant asked) throws IOException {
    byte[] body;
    try (reply) {
      body = reply.body().readNBytes(REPLY_LIMIT_BYTES);
    } catch (IOException e) {
      throw UnreachableException.of(target, e);
    }
    Json json = Json.parse(body).orElse(Json.NOTHING);
    String value = json.field("token").text();
    if (value.isEmpty()) {
      value = json.field("access_token").text();
    }
    if (value.isEmpty() || !value.chars().allMatch(c -> c > ' ' && c < 127)) {
      throw bad(target, "the token server's answer holds no token");
    }
    String seconds = json.field("expires_in").text();
    Duration validity =
        SECONDS.matcher(seconds).matches()
            ? Duration.ofSeconds(Long.parseLong(seconds))
            : DEFAULT_VALIDITY;
    // A little before its end, so that it does not end on the way.
    return new Token(value, asked.plus(validity.multipliedBy(9).dividedBy(10)));
  }

  private static BadResponseException bad(Target target, String problem) {
    return new BadResponseException(Failure.withoutResponse(target), problem);
  }

  private static String encode(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8);
  }
}
