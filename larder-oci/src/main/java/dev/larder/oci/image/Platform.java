// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import java.util.stream.IntStream;

/**
 * What an image runs on (image-spec image-index.md, platform), spelled as it was given. {@link
 * #normalized} gives the one spelling to compare by.
 *
 * @param os the operating system, empty if not given
 * @param architecture the processor architecture, empty if not given
 * @param variant the architecture's variant, empty if not given
 * @param osVersion the version of the operating system, empty if not given
 * @param osFeatures features that the operating system must have
 */
public record Platform(
    String os, String architecture, String variant, String osVersion, List<String> osFeatures) {
  /** The platform of an image or index entry that gives none. */
  public static final Platform UNSPECIFIED = of("", "", "");

  private static final Pattern PART = Pattern.compile("[A-Za-z0-9_.-]+");
  private static final String UNKNOWN = "unknown";

  /** Copies the features. */
  public Platform {
    osFeatures = List.copyOf(osFeatures);
  }

  /** {@return a platform without version and features of the operating system} */
  public static Platform of(String os, String architecture, String variant) {
    return new Platform(os, architecture, variant, "", List.of());
  }

  /**
   * {@return the platform written {@code os/architecture[/variant]}, normalised}
   *
   * @throws IllegalArgumentException if {@code text} is not of that form
   */
  public static Platform parse(String text) {
    String[] parts = text.split("/", -1);
    boolean valid = parts.length == 2 || parts.length == 3;
    for (String part : parts) {
      valid = valid && PART.matcher(part).matches();
    }
    if (!valid) {
      throw new IllegalArgumentException(
          "a platform is written OS/ARCH or OS/ARCH/VARIANT, such as linux/arm64: \""
              + text
              + "\"");
    }
    return of(parts[0], parts[1], parts.length == 3 ? parts[2] : "").normalized();
  }

  /**
   * {@return the platform of guests on the machine that this runs on, normalised} Guests run Linux,
   * whatever their host runs.
   */
  public static Platform host() {
    return of("linux", System.getProperty("os.arch", ""), "").normalized();
  }

  /** {@return whether operating system and architecture are given} */
  public boolean isSpecified() {
    return !os.isEmpty() && !architecture.isEmpty();
  }

  /** {@return whether this is {@code unknown/unknown}, the platform of attestations} */
  public boolean isUnknown() {
    return os.equals(UNKNOWN) && architecture.equals(UNKNOWN);
  }

  /**
   * {@return this platform in the spelling that containerd compares by} Lower case; {@code x86_64}
   * is {@code amd64}, {@code aarch64} is {@code arm64}, {@code i386} is {@code 386}; amd64 loses
   * the variant v1 and arm64 the variant v8, arm without one is v7.
   */
  public Platform normalized() {
    String lowerOs = os.toLowerCase(Locale.ROOT);
    String lowerVariant = variant.toLowerCase(Locale.ROOT);
    String newArchitecture = architecture.toLowerCase(Locale.ROOT);
    String newVariant = lowerVariant;
    switch (newArchitecture) {
      case "i386" -> {
        newArchitecture = "386";
        newVariant = "";
      }
      case "x86_64", "x86-64", "amd64" -> {
        newArchitecture = "amd64";
        newVariant = lowerVariant.equals("v1") ? "" : lowerVariant;
      }
      case "aarch64", "arm64" -> {
        newArchitecture = "arm64";
        newVariant =
            switch (lowerVariant) {
              case "8", "v8", "v8.0" -> "";
              case "9", "9.0", "v9.0" -> "v9";
              default -> lowerVariant;
            };
      }
      case "armhf" -> {
        newArchitecture = "arm";
        newVariant = "v7";
      }
      case "armel" -> {
        newArchitecture = "arm";
        newVariant = "v6";
      }
      case "arm" ->
          newVariant =
              switch (lowerVariant) {
                case "" -> "v7";
                case "5", "6", "7", "8" -> "v" + lowerVariant;
                default -> lowerVariant;
              };
      default -> {
        // Every other architecture is spelled in one way.
      }
    }
    return new Platform(
        lowerOs.equals("macos") ? "darwin" : lowerOs,
        newArchitecture,
        newVariant,
        osVersion,
        osFeatures.stream().distinct().sorted().toList());
  }

  /**
   * {@return how well an image for {@code image} fits a machine of this platform: 0 is best, empty
   * not at all} Of the same fit, the image with more features of the operating system is better.
   */
  public OptionalInt rank(Platform image) {
    var wanted = normalized();
    var offered = image.normalized();
    if (!wanted.osFeatures.containsAll(offered.osFeatures) || !wanted.acceptsVersion(offered)) {
      return OptionalInt.empty();
    }
    List<Platform> runnable = wanted.runnable();
    return IntStream.range(0, runnable.size())
        .filter(rank -> runnable.get(rank).isMachineOf(offered))
        .findFirst();
  }

  private boolean isMachineOf(Platform other) {
    return os.equals(other.os)
        && architecture.equals(other.architecture)
        && variant.equals(other.variant);
  }

  /** {@return whether an image for {@code image} runs on a machine of this platform} */
  public boolean accepts(Platform image) {
    return rank(image).isPresent();
  }

  /**
   * Windows images run on the build that they were made for; elsewhere the version says nothing.
   */
  private boolean acceptsVersion(Platform offered) {
    return !os.equals("windows")
        || osVersion.isEmpty()
        || offered.osVersion.isEmpty()
        || build(osVersion).equals(build(offered.osVersion));
  }

  private static String build(String version) {
    String[] parts = version.split("\\.", 4);
    return parts.length < 4 ? version : parts[0] + "." + parts[1] + "." + parts[2];
  }

  /** What runs on this normalised platform, best first: containerd platforms, compare.go. */
  private List<Platform> runnable() {
    var list = new ArrayList<Platform>();
    switch (architecture) {
      case "amd64" -> {
        list.add(of(os, architecture, variant));
        addOlder(list, "amd64", number(variant) - 1, 1);
        list.add(of(os, "386", ""));
      }
      case "arm" -> {
        list.add(of(os, architecture, variant));
        addOlder(list, "arm", number(variant) - 1, 5);
      }
      case "arm64" -> {
        addArm64(list);
        addOlder(list, "arm", 8, 5);
      }
      default -> list.add(of(os, architecture, variant));
    }
    return list;
  }

  private void addOlder(List<Platform> list, String name, int from, int to) {
    for (int version = from; version >= to; version--) {
      list.add(of(os, name, "v" + version).normalized());
    }
  }

  /** Armv9.N has what Armv8.(N+5) has; there is no Armv8 above v8.9. */
  private void addArm64(List<Platform> list) {
    String[] parts = (variant.isEmpty() ? "v8" : variant).split("\\.", 2);
    int major = number(parts[0]);
    int minor = parts.length == 2 ? number("v" + parts[1]) : 0;
    if (major != 8 && major != 9) {
      list.add(of(os, architecture, variant));
      return;
    }
    if (major == 9) {
      addMinors(list, 9, minor);
      addMinors(list, 8, Math.min(minor + 5, 9));
    } else {
      addMinors(list, 8, minor);
    }
  }

  private void addMinors(List<Platform> list, int major, int from) {
    for (int minor = from; minor >= 0; minor--) {
      list.add(of(os, "arm64", "v" + major + (minor == 0 ? "" : "." + minor)).normalized());
    }
  }

  /** The N of {@code vN} up to 99, else 0. */
  private static int number(String variant) {
    boolean isNumber =
        variant.length() >= 2
            && variant.length() <= 3
            && variant.charAt(0) == 'v'
            && variant.chars().skip(1).allMatch(c -> c >= '0' && c <= '9');
    return isNumber ? Integer.parseInt(variant, 1, variant.length(), 10) : 0;
  }

  /** {@return {@code os/architecture[/variant]}, or {@code unspecified}} */
  @Override
  public String toString() {
    if (os.isEmpty() && architecture.isEmpty()) {
      return "unspecified";
    }
    return os + "/" + architecture + (variant.isEmpty() ? "" : "/" + variant);
  }
}
