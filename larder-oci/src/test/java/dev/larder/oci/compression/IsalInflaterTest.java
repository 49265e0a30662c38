// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.oracle.Requirement;
import java.util.Objects;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

final class IsalInflaterTest extends GzipContract {
  @BeforeAll
  static void requireLibrary() {
    try (var inflater = IsalInflater.open()) {
      Requirement.that(inflater != null, "the library libisal.so.2 is not installed");
    }
  }

  @Override
  RawInflater inflater() {
    return Objects.requireNonNull(IsalInflater.open());
  }

  @Test
  void fastest_withTheLibrary_isOfTheLibrary() {
    try (var fastest = RawInflater.fastest()) {
      assertThat(fastest.name()).isEqualTo("ISA-L");
    }
  }
}
