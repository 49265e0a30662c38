// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.testkit.cases.LayerCase;
import dev.larder.testkit.cases.LayerCases;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The same layers give the same bytes, wherever and by whomever they are converted. */
final class DeterminismTest {
  private static final List<LayerCase> CASES = LayerCases.given();

  @TempDir private Path temporary;
  private final Locale locale = Locale.getDefault();
  private final TimeZone zone = TimeZone.getDefault();

  @AfterEach
  void restoreDefaults() {
    Locale.setDefault(locale);
    TimeZone.setDefault(zone);
  }

  @Test
  void convert_otherLocaleAndTimeZone_sameBytes() throws Exception {
    List<Integer> here = hashes("here");
    Locale.setDefault(Locale.forLanguageTag("ar-EG-u-nu-arab"));
    TimeZone.setDefault(TimeZone.getTimeZone("Pacific/Chatham"));
    assertThat(hashes("there")).isEqualTo(here);
    Locale.setDefault(Locale.forLanguageTag("tr-TR"));
    assertThat(hashes("elsewhere")).isEqualTo(here);
  }

  @Test
  void convert_severalThreadsAtOnce_sameBytes() throws Exception {
    List<Integer> alone = hashes("alone");
    var tasks = new ArrayList<Callable<List<Integer>>>();
    for (int i = 0; i < 4; i++) {
      String directory = "thread" + i;
      tasks.add(() -> hashes(directory));
    }
    try (var threads = Executors.newFixedThreadPool(tasks.size())) {
      for (var hashes : threads.invokeAll(tasks)) {
        assertThat(hashes.get()).isEqualTo(alone);
      }
    }
  }

  /** Identity hashes, threads, encodings, languages and clocks are all a process may differ in. */
  @Test
  void convert_otherProcesses_sameBytes() throws Exception {
    String plain = ConvertingProcess.digestOfCorpus(empty("plain"), Map.of());
    assertThat(
            ConvertingProcess.digestOfCorpus(
                empty("turkish"),
                Map.of("LC_ALL", "tr_TR.UTF-8", "TZ", "Pacific/Chatham"),
                "-Duser.language=tr",
                "-Duser.country=TR",
                "-Duser.timezone=Pacific/Chatham",
                "-Dfile.encoding=COMPAT",
                "-XX:ActiveProcessorCount=1"))
        .isEqualTo(plain);
    assertThat(
            ConvertingProcess.digestOfCorpus(
                empty("posix"),
                Map.of("LC_ALL", "POSIX", "TZ", "UTC"),
                "-Duser.language=ar",
                "-Duser.extensions=u-nu-arab",
                "-Dfile.encoding=COMPAT",
                "-XX:ActiveProcessorCount=16",
                "-XX:+UnlockExperimentalVMOptions",
                "-XX:hashCode=2"))
        .isEqualTo(plain);
  }

  private Path empty(String name) throws IOException {
    return Files.createDirectory(temporary.resolve(name));
  }

  /** {@return a hash of each file that comes of the corpus} */
  private List<Integer> hashes(String name) throws IOException {
    var hashes = new ArrayList<Integer>();
    for (int i = 0; i < CASES.size(); i++) {
      Path directory = Files.createDirectories(temporary.resolve(name).resolve("" + i));
      LayerStack stack = LayerStack.of(directory, CASES.get(i).layers());
      Path fsmeta = stack.merge();
      for (Path layer : stack.layers()) {
        hashes.add(Arrays.hashCode(Files.readAllBytes(layer)));
      }
      hashes.add(Arrays.hashCode(Files.readAllBytes(fsmeta)));
    }
    return hashes;
  }
}
