// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.Digest;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * What to put into the {@code Authorization} field. Answers challenges, keeps the answers until
 * they end, and asks for one token at a time per repository. Each repository may have a login of
 * its own, so no answer for one is sent for another. A mirror that is spoken to in clear text is
 * told nobody's password.
 */
final class Authorizer {
  /** What the login depends on: a repository at a host, and which registry that stands for. */
  private record Key(URI origin, String registry, String host, String repository) {
    static Key of(Target target, URI origin) {
      return new Key(origin, target.registry(), target.host(), target.at().repository());
    }

    /** As a record's own would, for the reason that {@link Digest#equals} gives. */
    @Override
    public boolean equals(@Nullable Object other) {
      return other instanceof Key key
          && origin.equals(key.origin)
          && registry.equals(key.registry)
          && host.equals(key.host)
          && repository.equals(key.repository);
    }

    @Override
    public int hashCode() {
      return Objects.hash(origin, registry, host, repository);
    }
  }

  private record Held(String authorization, Instant end) {}

  private final Credentials credentials;
  private final Tokens tokens;
  private final InstantSource clock;
  private final Map<Key, Held> answers = new ConcurrentHashMap<>();
  private final Map<Key, Object> locks = new ConcurrentHashMap<>();

  Authorizer(Credentials credentials, Tokens tokens, InstantSource clock) {
    this.credentials = credentials;
    this.tokens = tokens;
    this.clock = clock;
  }

  /** {@return what is known to be wanted at {@code origin}, empty if nothing is} */
  Optional<String> find(Target target, URI origin) {
    Held held = answers.get(Key.of(target, origin));
    return held == null || !clock.instant().isBefore(held.end())
        ? Optional.empty()
        : Optional.of(held.authorization());
  }

  /**
   * {@return an answer to the challenges of {@code refusal}, empty if there is none}
   *
   * @param refused what was sent and not taken, null if nothing was
   */
  Optional<String> answer(Target target, URI origin, Reply refusal, @Nullable String refused)
      throws IOException {
    List<Challenge> challenges = Challenge.parse(refusal.headers().allValues("WWW-Authenticate"));
    var key = Key.of(target, origin);
    synchronized (locks.computeIfAbsent(key, absent -> new Object())) {
      Optional<String> current = find(target, origin);
      if (current.isPresent() && !current.get().equals(refused)) {
        return current; // another thread has renewed it meanwhile
      }
      @Nullable Login login = findLogin(target, origin).orElse(null);
      Optional<String> bearer = bearer(key, target, challenges, login);
      return bearer.isPresent() ? bearer : basic(key, challenges, login, refused);
    }
  }

  private Optional<Login> findLogin(Target target, URI origin) throws IOException {
    if (target.isMirrored() && !Origins.isSecure(origin)) {
      return Optional.empty();
    }
    try {
      return credentials.find(target.host(), target.at().repository());
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException e) {
      throw new UnauthorizedException(
          Failure.withoutResponse(target), "cannot read the login: " + e.getMessage(), e);
    }
  }

  private Optional<String> bearer(
      Key key, Target target, List<Challenge> challenges, @Nullable Login login)
      throws IOException {
    for (Challenge challenge : challenges) {
      if (challenge.scheme().equals("bearer")) {
        Tokens.Token token = tokens.request(target, key.origin(), challenge, login);
        String authorization = "Bearer " + token.value();
        answers.put(key, new Held(authorization, token.end()));
        return Optional.of(authorization);
      }
    }
    return Optional.empty();
  }

  private Optional<String> basic(
      Key key, List<Challenge> challenges, @Nullable Login login, @Nullable String refused) {
    boolean wanted = challenges.stream().anyMatch(challenge -> challenge.scheme().equals("basic"));
    if (!wanted || login == null || login.isIdentityToken()) {
      return Optional.empty();
    }
    String authorization = login.basic();
    if (authorization.equals(refused)) {
      return Optional.empty();
    }
    answers.put(key, new Held(authorization, Instant.MAX));
    return Optional.of(authorization);
  }
}
