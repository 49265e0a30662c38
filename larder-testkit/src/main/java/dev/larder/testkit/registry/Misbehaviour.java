// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import dev.larder.testkit.registry.Delivery.Framing;
import dev.larder.testkit.registry.Delivery.Stop;
import java.net.URI;
import java.time.Duration;
import java.util.Map;
import java.util.function.UnaryOperator;

/** A way to spoil a response: it is given the proper one and makes another of it. */
@FunctionalInterface
public interface Misbehaviour {
  /** {@return what is sent to {@code request} instead of {@code proper}} */
  Response answer(Request request, Response proper);

  /** {@return this, then {@code next} on what it made} */
  default Misbehaviour and(Misbehaviour next) {
    return (request, proper) -> next.answer(request, answer(request, proper));
  }

  /** {@return an error with the given status, in the registry's own form} */
  static Misbehaviour status(int status) {
    return (request, proper) -> Response.error(status, "UNKNOWN", "scripted status " + status);
  }

  /** {@return an error with the given status and code, in the registry's own form} */
  static Misbehaviour error(int status, String code, String message) {
    return (request, proper) -> Response.error(status, code, message);
  }

  /** {@return a whole response that stands in for the proper one} */
  static Misbehaviour respond(Response response) {
    return (request, proper) -> response;
  }

  /** {@return 429 with {@code Retry-After}, which may be seconds or a date} */
  static Misbehaviour tooManyRequests(String retryAfter) {
    return (request, proper) ->
        Response.error(429, "TOOMANYREQUESTS", "scripted limit")
            .withHeader("Retry-After", retryAfter);
  }

  /** {@return 307 to {@code target}} */
  static Misbehaviour redirect(URI target) {
    return (request, proper) ->
        Response.of(307, Map.of("Location", target.toString()), Body.of(new byte[0]));
  }

  /** {@return a header field set to {@code value}, such as a wrong {@code Content-Range}} */
  static Misbehaviour header(String name, String value) {
    return (request, proper) -> proper.withHeader(name, value);
  }

  /** {@return a header field left out} */
  static Misbehaviour withoutHeader(String name) {
    return (request, proper) -> proper.withoutHeader(name);
  }

  /** {@return another body, with the status and headers of the proper one} */
  static Misbehaviour body(Body body) {
    return (request, proper) -> proper.withBody(body);
  }

  /** {@return one byte inverted at an offset of the whole content} */
  static Misbehaviour damageAt(long offset) {
    return (request, proper) -> proper.withSamePartOf(proper.body().withDamageAt(offset));
  }

  /** {@return a body that never ends, without a length} */
  static Misbehaviour endless() {
    return body(Body.endless()).and(delivery(d -> d.withFraming(Framing.CHUNKED)));
  }

  /** {@return a body cut short that looks whole, its length counted after the cut} */
  static Misbehaviour truncatedTo(long bytes) {
    return (request, proper) -> proper.withPart(proper.from(), Math.min(bytes, proper.count()));
  }

  /** {@return the connection closed behind {@code bytes} of the body} */
  static Misbehaviour dropAfter(long bytes) {
    return delivery(d -> d.withStop(bytes, Stop.CLOSE));
  }

  /** {@return the connection reset behind {@code bytes} of the body} */
  static Misbehaviour resetAfter(long bytes) {
    return delivery(d -> d.withStop(bytes, Stop.RESET));
  }

  /** {@return silence behind {@code bytes} of the body} */
  static Misbehaviour hangAfter(long bytes) {
    return delivery(d -> d.withStop(bytes, Stop.HANG));
  }

  /** {@return silence from the request on} */
  static Misbehaviour hang() {
    return delay(Duration.ofDays(1));
  }

  /** {@return the response, late} */
  static Misbehaviour delay(Duration delay) {
    return delivery(d -> d.withDelay(delay));
  }

  /** {@return the body at a pace} */
  static Misbehaviour slow(long bytesPerSecond) {
    return delivery(d -> d.withPace(bytesPerSecond));
  }

  /** {@return the body in another framing} */
  static Misbehaviour framing(Framing framing) {
    return delivery(d -> d.withFraming(framing));
  }

  /** {@return ranges not served: the whole content, with 200} */
  static Misbehaviour withoutRanges() {
    return (request, proper) ->
        proper.status() == 206 || proper.status() == 416
            ? proper
                .withStatus(200)
                .withoutHeader("Content-Range")
                .withoutHeader("Accept-Ranges")
                .withPart(0, proper.body().sizeBytes())
            : proper.withoutHeader("Accept-Ranges");
  }

  private static Misbehaviour delivery(UnaryOperator<Delivery> change) {
    return (request, proper) -> proper.withDelivery(change.apply(proper.delivery()));
  }
}
