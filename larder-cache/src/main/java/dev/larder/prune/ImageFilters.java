// SPDX-License-Identifier: Apache-2.0
package dev.larder.prune;

import dev.larder.catalog.ImageRecord;
import dev.larder.model.ImageFilter;
import dev.larder.oci.Reference;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** Tells whether images are what filters ask for. */
final class ImageFilters {
  private ImageFilters() {}

  /** {@return whether {@code labels} are asked for at all} */
  static boolean needLabels(List<ImageFilter> filters) {
    return filters.stream().anyMatch(ImageFilter.Label.class::isInstance);
  }

  /** {@return whether an image with {@code labels} is what all of {@code filters} ask for} */
  static boolean match(List<ImageFilter> filters, ImageRecord image, Map<String, String> labels) {
    return filters.stream()
        .allMatch(
            filter ->
                switch (filter) {
                  case ImageFilter.Label label -> hasLabel(labels, label);
                  case ImageFilter.ReferencePattern pattern -> isNamed(image, pattern.pattern());
                  case ImageFilter.Dangling dangling -> image.isDangling() == dangling.value();
                });
  }

  private static boolean hasLabel(Map<String, String> labels, ImageFilter.Label wanted) {
    String value = labels.get(wanted.key());
    return value != null && (wanted.value().isEmpty() || wanted.value().equals(value));
  }

  /** A pattern without a tag means every tag, as docker has it. */
  private static boolean isNamed(ImageRecord image, String pattern) {
    if (image.isDangling()) {
      return false;
    }
    var glob = glob(pattern);
    if (glob.matcher(image.name()).matches()) {
      return true;
    }
    try {
      var reference = Reference.parse(image.name());
      return glob.matcher(reference.familiar()).matches()
          || glob.matcher(reference.name()).matches()
          || glob.matcher(reference.familiarName()).matches();
    } catch (IllegalArgumentException ignored) { // a damaged row has no further spellings
      return false;
    }
  }

  private static Pattern glob(String pattern) {
    var regex = new StringBuilder();
    for (String literal : pattern.split("\\*", -1)) {
      regex.append(regex.isEmpty() ? "" : "[^/]*").append(Pattern.quote(literal));
    }
    return Pattern.compile(regex.toString());
  }
}
