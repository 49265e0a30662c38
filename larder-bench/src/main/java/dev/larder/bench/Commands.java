// SPDX-License-Identifier: Apache-2.0
package dev.larder.bench;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Spells the commands that are compared.
 *
 * @param larder the launcher
 * @param msb the peer's program
 */
record Commands(String larder, String msb) {
  /**
   * What no pull can do without: ISA-L decompresses the layers, the file system takes them, and
   * both streams are hashed, on as many processors as that can use.
   */
  private static final String FLOOR =
      """
      { igzip -dc "$@" > {home}/layers && openssl dgst -sha256 {home}/layers; } &
      cat "$@" | openssl dgst -sha256
      wait $!
      """;

  /** {@return larder on the contender's home} */
  Contender larder(String... words) {
    return larder(Path.of(Contender.HOME), words);
  }

  /** {@return larder on a home that all turns share} */
  Contender larder(Path home, String... words) {
    var command = Stream.concat(Stream.of(larder, "--home", home.toString()), Stream.of(words));
    return Contender.of(Contender.LARDER, command.toList(), Map.of());
  }

  /** {@return the peer on the contender's home} */
  Contender msb(String... words) {
    return msb(Path.of(Contender.HOME), words);
  }

  /** {@return the peer on a home that all turns share} */
  Contender msb(Path home, String... words) {
    return Contender.of(
        Contender.PEER,
        Stream.concat(Stream.of(msb), Stream.of(words)).toList(),
        Map.of("MSB_HOME", home.toString()));
  }

  /** {@return larder's pull, whose home must stand the deepest verification} */
  Contender larderPull(String reference) {
    return larder("pull", "-q", reference).judgedBy(verification());
  }

  /** {@return the peer's pull} */
  Contender msbPull(String reference) {
    return msb("pull", "--insecure", "-q", reference);
  }

  /** {@return the least that any way to bring layers to the disk must do} */
  Contender floor(List<Path> layers) {
    return Contender.of(
        Contender.FLOOR,
        Stream.concat(Stream.of("sh", "-ec", FLOOR, "sh"), layers.stream().map(Path::toString))
            .toList(),
        Map.of());
  }

  /** {@return the command that fails when anything in the home is not what was written} */
  List<String> verification() {
    return larder("verify", "--deep", "-q").command();
  }
}
