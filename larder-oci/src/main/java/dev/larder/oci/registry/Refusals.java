// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.json.Json;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;

/** Turns responses that are errors into exceptions: distribution-spec, Error Codes. */
final class Refusals {
  private static final int BODY_LIMIT_BYTES = 64 << 10;

  private final InstantSource clock;

  Refusals(InstantSource clock) {
    this.clock = clock;
  }

  /** {@return what {@code reply}, which is closed, means} */
  RegistryException of(Target target, Reply reply) throws IOException {
    Instant now = clock.instant();
    Failure failure = failure(target, reply, now);
    return switch (failure.status()) {
      case 401 -> new UnauthorizedException(failure, unauthorized(target));
      case 403 -> new ForbiddenException(failure, "access denied");
      case 404 -> new ContentNotFoundException(failure, "not found");
      case 429 -> {
        Duration wait = failure.retryAfter();
        yield new RateLimitedException(failure, wait == null ? null : now.plus(wait));
      }
      default -> new BadResponseException(failure, "the registry failed");
    };
  }

  /** Whoever asks for the API itself wants to know whether a login is one. */
  private static String unauthorized(Target target) {
    return target.kind() == Target.Kind.BASE
        ? "wrong name or password"
        : "not logged in, or no such repository";
  }

  private static Failure failure(Target target, Reply reply, Instant now) throws IOException {
    Json error;
    try (reply) {
      byte[] body = reply.body().readNBytes(BODY_LIMIT_BYTES);
      error = Json.parse(body).orElse(Json.NOTHING);
    } catch (InterruptedIOException e) {
      throw e;
    } catch (IOException ignored) { // the status says enough
      error = Json.NOTHING;
    }
    Duration wait =
        reply.header("Retry-After").flatMap(field -> RetryAfter.parse(field, now)).orElse(null);
    Json first =
        error.field("errors").elements().isEmpty()
            ? Json.NOTHING
            : error.field("errors").elements().getFirst();
    return new Failure(
        target,
        reply.status(),
        Words.oneLine(first.field("code").text()),
        Words.oneLine(first.field("message").text()),
        wait);
  }
}
