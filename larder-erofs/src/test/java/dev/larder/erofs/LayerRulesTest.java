// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCases;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The page of rules and the corpus lead to each other. */
final class LayerRulesTest {
  private static final Pattern NAME = Pattern.compile("`([^`]+)`");

  @Test
  void rules_casesTheyName_areTheCorpus() throws Exception {
    var named = new ArrayList<String>();
    for (String line : Files.readAllLines(Path.of("../docs/layers.md"))) {
      String[] columns = line.split("\\|", -1);
      if (columns.length == 4 && !columns[2].contains("---")) {
        NAME.matcher(columns[2]).results().forEach(name -> named.add(name.group(1)));
      }
    }
    assertThat(named)
        .containsExactlyInAnyOrderElementsOf(
            LayerCases.all().stream().map(LayerCase::name).toList());
  }
}
