// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * What the registry answers, and how the bytes get on the wire.
 *
 * @param status the status code
 * @param headers the header fields; {@code Content-Length} is added when the framing wants one and
 *     it is not here
 * @param body where the body's bytes are
 * @param from the offset of the first byte of {@code body} that is sent
 * @param count the number of bytes that are sent
 * @param delivery how they are sent
 */
public record Response(
    int status, Map<String, String> headers, Body body, long from, long count, Delivery delivery) {

  /** {@return a response with the whole of {@code body}} */
  public static Response of(int status, Map<String, String> headers, Body body) {
    return new Response(
        status, new LinkedHashMap<>(headers), body, 0, body.sizeBytes(), Delivery.PROPER);
  }

  /** {@return a response whose body is {@code text}} */
  public static Response of(int status, String contentType, String text) {
    return of(
        status,
        Map.of("Content-Type", contentType),
        Body.of(text.getBytes(StandardCharsets.UTF_8)));
  }

  /** {@return an error in the form of distribution-spec, Error Codes} */
  public static Response error(int status, String code, String message) {
    return of(
        status,
        "application/json",
        "{\"errors\":[{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}]}");
  }

  /** {@return this response with one header field set} */
  public Response withHeader(String name, String value) {
    var changed = new LinkedHashMap<>(headers);
    changed.put(name, value);
    return new Response(status, changed, body, from, count, delivery);
  }

  /** {@return this response without one header field} */
  public Response withoutHeader(String name) {
    var changed = new LinkedHashMap<>(headers);
    changed.remove(name);
    return new Response(status, changed, body, from, count, delivery);
  }

  /** {@return this response with another body of which all is sent} */
  public Response withBody(Body changed) {
    return new Response(status, headers, changed, 0, changed.sizeBytes(), delivery);
  }

  /** {@return this response with the same part of another body} */
  public Response withSamePartOf(Body changed) {
    return new Response(status, headers, changed, from, count, delivery);
  }

  /** {@return this response with only {@code length} bytes of the body from {@code start} on} */
  public Response withPart(long start, long length) {
    return new Response(status, headers, body, start, length, delivery);
  }

  /** {@return this response with another status} */
  public Response withStatus(int changed) {
    return new Response(changed, headers, body, from, count, delivery);
  }

  /** {@return this response sent in another way} */
  public Response withDelivery(Delivery changed) {
    return new Response(status, headers, body, from, count, changed);
  }
}
