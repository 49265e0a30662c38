// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.larder.error.ImageInUseException;
import dev.larder.model.LoadOptions;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.testkit.image.ImageArchive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What a closed cache does, and what it leaves to others. */
final class CloseTest extends CacheTest {
  private String reference;

  @BeforeEach
  void prepare() {
    reference = test.pushAndPull("app:1", TestCache.image("a"));
  }

  @Test
  void calls_closedCache_areRefused() throws IOException {
    var archive = directory.resolve("archive");
    new ImageArchive().add("loaded:1", TestCache.image("b")).writeOciLayout(archive);
    var cache = test.cache();
    var handle = cache.get(reference);
    var plan = cache.planPrune(PrunePolicy.unused());
    cache.close();
    test.registry().clearExchanges();
    var always = PullOptions.defaults().withPolicy(PullPolicy.ALWAYS);
    var calls = new LinkedHashMap<String, Runnable>();
    calls.put("get", () -> cache.get(reference));
    calls.put("list", cache::list);
    calls.put("inspect", handle::inspect);
    calls.put("pull", () -> cache.pull(reference));
    calls.put("pull always", () -> cache.pull(reference, always));
    calls.put("load", () -> cache.load(archive, LoadOptions.defaults()));
    calls.put("tag", () -> cache.tag(reference, "other:1"));
    calls.put("remove", handle::remove);
    calls.put("prune", cache::prune);
    calls.put("apply", () -> cache.apply(plan));
    calls.put("lease", () -> cache.lease(reference));
    calls.put("create", () -> cache.sandboxes().create("web", reference, always));
    calls.put("sandboxes", () -> cache.sandboxes().list());

    calls.forEach(
        (name, call) ->
            assertThatThrownBy(call::run)
                .as(name)
                .isInstanceOf(IllegalStateException.class)
                .hasMessage("the cache is closed"));
    assertThat(test.registry().exchanges()).isEmpty();
  }

  @Test
  void close_twice_leavesTheLocksOfOtherCachesAlone() throws IOException {
    var closed = test.open();
    closed.close();
    closed.close();

    try (var _ = test.cache().lease(reference);
        var other = ChildJvm.start(Remover.class, test.home().toString(), reference)) {
      assertThat(other.line()).isEqualTo("in use");
    }
  }

  /** Tries to remove an image, and says how that went. */
  static final class Remover {
    private Remover() {}

    static void main(String[] arguments) {
      try (var cache = ImageCache.open(Path.of(arguments[0]))) {
        cache.remove(arguments[1]);
        System.out.println("removed");
      } catch (ImageInUseException expected) {
        System.out.println("in use");
      }
    }
  }
}
