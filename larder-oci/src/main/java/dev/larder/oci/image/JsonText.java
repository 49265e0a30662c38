// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import dev.larder.oci.json.Json;
import java.util.Collection;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The few values that are written into documents, without a blank between them. */
final class JsonText {
  private JsonText() {}

  static <T> String array(Collection<T> elements, Function<T, String> text) {
    return elements.stream().map(text).collect(Collectors.joining(",", "[", "]"));
  }

  /** {@return what points at content, its annotations and URLs left out} */
  static String descriptor(Descriptor descriptor) {
    return "{" + members(descriptor) + "}";
  }

  /** {@return the members that every descriptor has} */
  static String members(Descriptor descriptor) {
    return "\"mediaType\":"
        + Json.quote(descriptor.mediaType())
        + ",\"digest\":"
        + Json.quote(descriptor.digest().toString())
        + ",\"size\":"
        + descriptor.sizeBytes();
  }
}
