// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.model.ImageHandle;
import dev.larder.model.RemoveOption;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The home of callers that name none, and the calls of {@link Image}, which are such. */
final class DefaultHomeTest {
  @TempDir private Path directory;

  @Test
  void defaultHome_environment_isFollowedInOrder() {
    assertThat(home(Map.of("LARDER_HOME", "/srv/larder", "XDG_DATA_HOME", "/data")))
        .isEqualTo("/srv/larder");
    assertThat(home(Map.of("XDG_DATA_HOME", "/data"))).isEqualTo("/data/larder");
    assertThat(home(Map.of())).isEqualTo("/home/me/.local/share/larder");
  }

  @Test
  void defaultHome_emptyOrRelativeVariable_isNone() {
    assertThat(home(Map.of("LARDER_HOME", "", "XDG_DATA_HOME", "/data"))).isEqualTo("/data/larder");
    assertThat(home(Map.of("XDG_DATA_HOME", ""))).isEqualTo("/home/me/.local/share/larder");
    assertThat(home(Map.of("XDG_DATA_HOME", "data"))).isEqualTo("/home/me/.local/share/larder");
  }

  private static String home(Map<String, String> environment) {
    return CacheOptions.defaultHome(environment, "/home/me").toString();
  }

  @Test
  void image_calls_areTheDefaultHomes() throws IOException {
    try (var test = new TestCache(directory)) {
      String reference = test.pushAndPull("app:1", TestCache.image("a", "b"));
      test.cache().tag(reference, "other:1");
      test.cache().sandboxes().create("web", reference);
      var environment = Map.of("LARDER_HOME", test.home().toString());

      try (var process = ChildJvm.start(Calls.class, environment, reference)) {
        assertThat(process.line()).isEqualTo("get " + reference);
        assertThat(process.line()).isEqualTo("list 2");
        assertThat(process.line()).isEqualTo("inspect 2");
        assertThat(process.line()).isEqualTo("inspect by handle 2");
        assertThat(process.line()).isEqualTo("prune 0");
        assertThat(process.line()).isEqualTo("remove by handle 0");
        assertThat(process.line()).isEqualTo("in use by [web]");
        assertThat(process.line()).isEqualTo("forced 1");
        assertThat(process.line()).isEqualTo("not found " + reference);
      }
      assertThat(test.files()).isEmpty();
    }
  }

  /** Makes each call once, and says what came of it. */
  static final class Calls {
    private Calls() {}

    static void main(String[] arguments) {
      String reference = arguments[0];
      ImageHandle image = Image.get(reference);
      System.out.println("get " + image.reference());
      System.out.println("list " + Image.list().size());
      System.out.println("inspect " + Image.inspect(reference).layers().size());
      System.out.println("inspect by handle " + image.inspect().layers().size());
      System.out.println("prune " + Image.prune().manifestsRemoved());
      System.out.println("remove by handle " + Image.get("other:1").remove().manifestsRemoved());
      try {
        Image.remove(reference);
      } catch (ImageInUseException e) {
        System.out.println("in use by " + e.sandboxes());
      }
      var report = Image.remove(reference, RemoveOption.FORCE);
      System.out.println("forced " + report.manifestsRemoved());
      try {
        Image.get(reference);
      } catch (ImageNotFoundException e) {
        System.out.println("not found " + e.reference());
      }
    }
  }
}
