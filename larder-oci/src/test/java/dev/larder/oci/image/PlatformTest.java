// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.image;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** The tables restate how containerd's platforms package normalises and orders. */
final class PlatformTest {
  @ParameterizedTest
  @CsvSource({
    "linux/amd64, linux/amd64",
    "Linux/x86_64, linux/amd64",
    "linux/x86-64, linux/amd64",
    "linux/amd64/v1, linux/amd64",
    "linux/amd64/v2, linux/amd64/v2",
    "linux/AMD64/V3, linux/amd64/v3",
    "linux/i386, linux/386",
    "linux/386, linux/386",
    "linux/aarch64, linux/arm64",
    "linux/Aarch64, linux/arm64",
    "linux/arm64, linux/arm64",
    "linux/arm64/8, linux/arm64",
    "linux/arm64/v8, linux/arm64",
    "linux/arm64/v8.0, linux/arm64",
    "linux/arm64/v8.2, linux/arm64/v8.2",
    "linux/arm64/9, linux/arm64/v9",
    "linux/arm64/v9.0, linux/arm64/v9",
    "linux/arm, linux/arm/v7",
    "linux/arm/7, linux/arm/v7",
    "linux/arm/v6, linux/arm/v6",
    "linux/arm/5, linux/arm/v5",
    "linux/armhf, linux/arm/v7",
    "linux/armel, linux/arm/v6",
    "linux/s390x, linux/s390x",
    "linux/riscv64, linux/riscv64",
    "macOS/arm64, darwin/arm64",
    "windows/amd64, windows/amd64"
  })
  void parse_table_isNormalised(String text, String normalised) {
    assertThat(Platform.parse(text)).hasToString(normalised);
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "linux", "linux/", "/amd64", "linux/amd64/v2/x", "linux/*", "a b/c"})
  void parse_otherForms_areRefused(String text) {
    assertThatThrownBy(() -> Platform.parse(text))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("\"" + text + "\"");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          linux/amd64       | linux/amd64 linux/386 | linux/amd64/v2 linux/arm/v7 linux/arm64 windows/amd64
          linux/amd64/v2    | linux/amd64/v2 linux/amd64 linux/386 | linux/amd64/v3 linux/amd64/v4 linux/arm64
          linux/amd64/v3    | linux/amd64/v3 linux/amd64/v2 linux/amd64 linux/386 | linux/amd64/v4
          linux/386         | linux/386 | linux/amd64 linux/arm/v7 linux/arm64 windows/386
          linux/arm/v8      | linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5 | linux/arm/v4 linux/arm64 linux/amd64
          linux/arm/v7      | linux/arm/v7 linux/arm/v6 linux/arm/v5 | linux/arm/v4 linux/arm/v8 linux/arm64
          linux/arm/v6      | linux/arm/v6 linux/arm/v5 | linux/arm linux/arm/v7 linux/arm/v8
          linux/arm/v5      | linux/arm/v5 | linux/arm/v4 linux/arm/v6
          linux/arm/v4      | linux/arm/v4 | linux/arm/v5
          linux/arm64       | linux/arm64 linux/arm/v8 linux/arm/v7 linux/arm/v6 linux/arm/v5 | linux/arm/v4 linux/arm64/v8.1 linux/arm64/v9 linux/amd64
          linux/arm64/v8.2  | linux/arm64/v8.2 linux/arm64/v8.1 linux/arm64 linux/arm/v8 linux/arm/v7 | linux/arm64/v8.3 linux/arm64/v9
          linux/arm64/v9    | linux/arm64/v9 linux/arm64/v8.5 linux/arm64/v8.1 linux/arm64 linux/arm/v8 | linux/arm64/v9.1 linux/arm64/v8.6
          linux/arm64/v9.2  | linux/arm64/v9.2 linux/arm64/v9.1 linux/arm64/v9 linux/arm64/v8.7 linux/arm64 | linux/arm64/v9.3 linux/arm64/v8.8
          linux/arm64/v9.7  | linux/arm64/v9.7 linux/arm64/v9 linux/arm64/v8.9 linux/arm64 | linux/arm64/v8.10
          linux/riscv64     | linux/riscv64 | linux/riscv
          """)
  void rank_table_ordersWhatRunsAndRefusesTheRest(String machine, String runs, String not) {
    var platform = Platform.parse(machine);

    var ranks = platforms(runs).stream().map(image -> platform.rank(image).orElseThrow()).toList();

    assertThat(ranks).isSorted().doesNotHaveDuplicates();
    assertThat(ranks.getFirst()).isZero();
    assertThat(platforms(not)).noneMatch(platform::accepts);
  }

  @Test
  void rank_imageInAnotherSpelling_isTheSame() {
    assertThat(Platform.parse("linux/arm64").rank(Platform.of("Linux", "aarch64", "v8")))
        .hasValue(0);
  }

  @Test
  void rank_imageWithFeatures_runsOnlyWhereTheyAre() {
    var plain = Platform.parse("linux/amd64");
    var erofs = new Platform("linux", "amd64", "", "", List.of("erofs"));

    assertThat(plain.accepts(erofs)).isFalse();
    assertThat(erofs.accepts(erofs)).isTrue();
    assertThat(erofs.accepts(plain)).isTrue();
  }

  @Test
  void rank_windowsOfAnotherBuild_isRefused() {
    var machine = new Platform("windows", "amd64", "", "10.0.17763.1", List.of());

    assertThat(machine.accepts(new Platform("windows", "amd64", "", "10.0.17763.99", List.of())))
        .isTrue();
    assertThat(machine.accepts(new Platform("windows", "amd64", "", "10.0.20348.99", List.of())))
        .isFalse();
    assertThat(machine.accepts(Platform.of("windows", "amd64", ""))).isTrue();
  }

  @Test
  void host_here_isNormalised() {
    assertThat(Platform.host()).isEqualTo(Platform.host().normalized());
    assertThat(Platform.host().isSpecified()).isTrue();
  }

  private static List<Platform> platforms(String text) {
    return List.of(text.strip().split(" ", -1)).stream().map(Platform::parse).toList();
  }
}
