// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.registry;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;

/**
 * A request as the registry received it.
 *
 * @param method the method, such as {@code GET}
 * @param path the target up to the question mark, as sent
 * @param query the target behind the question mark, as sent; the form in the body if there is none
 * @param headers the header fields, names in lower case
 */
public record Request(String method, String path, String query, Map<String, List<String>> headers) {
  /** Copies the headers. */
  public Request {
    headers = Map.copyOf(headers);
  }

  /** {@return the first value of a header field, whatever the case of its name} */
  public Optional<String> findHeader(String name) {
    return headers.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream().findFirst();
  }

  /** {@return the decoded values of a query parameter, in the order sent} */
  public List<String> parameters(String name) {
    var values = new ArrayList<String>();
    for (String pair : query.split("&", -1)) {
      int equals = pair.indexOf('=');
      if (equals >= 0 && decode(pair.substring(0, equals)).equals(name)) {
        values.add(decode(pair.substring(equals + 1)));
      }
    }
    return List.copyOf(values);
  }

  /** {@return a match of requests for the blob {@code digest}, in any repository} */
  public static Predicate<Request> blob(String digest) {
    return request -> request.path().endsWith("/blobs/" + digest);
  }

  /** {@return a match of requests for the manifest that {@code tagOrDigest} names} */
  public static Predicate<Request> manifest(String tagOrDigest) {
    return request -> request.path().endsWith("/manifests/" + tagOrDigest);
  }

  /** {@return a match of requests for a token} */
  public static Predicate<Request> token() {
    return request -> request.path().equals(TokenServer.PATH);
  }

  /** {@return a match of every request} */
  public static Predicate<Request> any() {
    return request -> true;
  }

  private static String decode(String text) {
    return URLDecoder.decode(text, StandardCharsets.UTF_8);
  }
}
