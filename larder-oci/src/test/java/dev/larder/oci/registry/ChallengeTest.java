// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** RFC 9110, 11.6.1. */
final class ChallengeTest {
  @Test
  void parse_bearerOfDockerHub_hasItsParameters() {
    assertThat(
            Challenge.parse(
                List.of(
                    "Bearer realm=\"https://auth.docker.io/token\",service=\"registry.docker.io\","
                        + "scope=\"repository:library/python:pull,push\"")))
        .containsExactly(
            new Challenge(
                "bearer",
                Map.of(
                    "realm", "https://auth.docker.io/token",
                    "service", "registry.docker.io",
                    "scope", "repository:library/python:pull,push")));
  }

  @Test
  void parse_severalChallengesInOneField_areApart() {
    assertThat(
            Challenge.parse(
                List.of("Negotiate, NTLM abc==, Basic realm=\"a, b\", Bearer realm=c, scope = d")))
        .extracting(Challenge::scheme)
        .containsExactly("negotiate", "ntlm", "basic", "bearer");
  }

  @Test
  void parse_severalFields_areAllRead() {
    assertThat(Challenge.parse(List.of("Basic realm=\"x\"", "Bearer realm=\"y\"")))
        .containsExactly(
            new Challenge("basic", Map.of("realm", "x")),
            new Challenge("bearer", Map.of("realm", "y")));
  }

  @Test
  void parse_quotedPairs_areUnquoted() {
    assertThat(Challenge.parse(List.of("BASIC Realm=\"say \\\"x, y=z\\\" \\\\\"")))
        .containsExactly(new Challenge("basic", Map.of("realm", "say \"x, y=z\" \\")));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        ",,",
        "\"",
        "Bearer realm=\"open",
        "Bearer realm=",
        "=",
        "Bearer =x",
        "é",
        "a\\"
      })
  void parse_whatIsBroken_ends(String field) {
    assertThat(Challenge.parse(List.of(field))).hasSizeLessThan(3);
  }
}
