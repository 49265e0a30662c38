// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.model.PullLimits;
import java.lang.reflect.RecordComponent;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of limits in docs/layers.md has each limit with its default. */
final class LimitsTableTest {
  private static final Pattern ROW = Pattern.compile("\\| `(\\w+\\.\\w+)` \\| ([0-9,]+) \\|.*");

  @Test
  void table_defaults_areThoseOfTheRecords() throws Exception {
    var table = new TreeMap<String, Long>();
    for (String line : Files.readAllLines(Path.of("../docs/layers.md"))) {
      var row = ROW.matcher(line);
      if (row.matches()) {
        table.put(row.group(1), Long.valueOf(row.group(2).replace(",", "")));
      }
    }
    var limits = new TreeMap<String, Long>();
    for (RecordComponent part : PullLimits.class.getRecordComponents()) {
      if (part.getAccessor().invoke(PullLimits.DEFAULT) instanceof Record limitsOfPart) {
        addAll(limitsOfPart, limits);
      }
    }
    assertThat(table).isEqualTo(limits);
  }

  private static void addAll(Record part, Map<String, Long> limits) throws Exception {
    for (RecordComponent limit : part.getClass().getRecordComponents()) {
      var value = (Number) limit.getAccessor().invoke(part);
      limits.put(part.getClass().getSimpleName() + "." + limit.getName(), value.longValue());
    }
  }
}
