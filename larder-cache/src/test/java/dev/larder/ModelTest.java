// SPDX-License-Identifier: Apache-2.0
package dev.larder;

import static org.assertj.core.api.Assertions.assertThat;

import dev.larder.error.ImageInUseException;
import dev.larder.error.ImageNotFoundException;
import dev.larder.model.ImageHandle;
import dev.larder.model.PrunePolicy;
import dev.larder.model.PullOptions;
import dev.larder.model.PullPolicy;
import dev.larder.model.RemoveOption;
import dev.larder.model.VerifyLevel;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Random operations, done to a cache and to a model of three maps: after each the names, the
 * sandboxes and the files are what the model says.
 */
final class ModelTest {
  private static final int STEPS = Integer.getInteger("larder.modelSteps", 150);
  private static final List<String> TAGS = List.of("app:1", "app:2", "other:1", "more:1");
  private static final List<TestImage> IMAGES =
      List.of(
          TestCache.image("base", "x"),
          TestCache.image("base", "y"),
          TestCache.image("base", "x", "z"),
          TestCache.image("alone"));

  @TempDir private Path directory;

  /** What the cache should have. */
  private final Map<String, TestImage> names = new TreeMap<>();

  private final Map<String, TestImage> present = new TreeMap<>();
  private final Map<String, TestImage> sandboxes = new TreeMap<>();

  /** What the registry has. */
  private final Map<String, TestImage> pushed = new TreeMap<>();

  @ParameterizedTest
  @ValueSource(longs = {1, 2})
  void operations_inRandomOrder_doWhatTheModelSays(long seed) {
    run(new Random(seed));
  }

  @Test
  void operations_ofANewSeed_doWhatTheModelSays() {
    long seed = System.nanoTime();
    System.out.println("seed " + seed);
    run(new Random(seed));
  }

  private void run(Random random) {
    try (var test = new TestCache(directory)) {
      for (String tag : TAGS) {
        push(test, tag, IMAGES.get(random.nextInt(IMAGES.size())));
      }
      for (int step = 0; step < STEPS; step++) {
        String tag = TAGS.get(random.nextInt(TAGS.size()));
        String done = step(test, random, tag);
        requireModel(test, "step " + step + ": " + done);
      }
      assertThat(test.cache().verify(VerifyLevel.DEEP).unsound()).isEmpty();
    }
  }

  private void push(TestCache test, String tag, TestImage image) {
    pushed.put(test.push(tag, image), image);
  }

  private String step(TestCache test, Random random, String tag) {
    var cache = test.cache();
    String reference = test.registry().reference(tag);
    String box = "box-" + random.nextInt(3);
    boolean forced = random.nextBoolean();
    return switch (random.nextInt(9)) {
      case 0 -> {
        push(test, tag, IMAGES.get(random.nextInt(IMAGES.size())));
        yield "push " + tag;
      }
      case 1 -> {
        cache.pull(reference);
        if (!names.containsKey(reference)) {
          name(reference, pushedAt(reference));
        }
        yield "pull " + tag;
      }
      case 2 -> {
        cache.pull(reference, PullOptions.defaults().withPolicy(PullPolicy.ALWAYS));
        name(reference, pushedAt(reference));
        yield "pull always " + tag;
      }
      case 3 -> {
        remove(cache, reference, forced);
        yield "remove " + tag + (forced ? " by force" : "");
      }
      case 4 -> {
        cache.prune();
        names.values().removeIf(image -> !isPinned(image));
        present.values().removeIf(image -> !isPinned(image));
        yield "prune";
      }
      case 5 -> {
        cache.prune(PrunePolicy.dangling());
        present.values().removeIf(image -> !names.containsValue(image) && !isPinned(image));
        yield "prune dangling";
      }
      case 6 -> {
        if (!sandboxes.containsKey(box)) {
          cache.sandboxes().create(box, reference);
          if (!names.containsKey(reference)) {
            name(reference, pushedAt(reference));
          }
          sandboxes.put(box, names.get(reference));
        }
        yield "sandbox " + box + " of " + tag;
      }
      case 7 -> {
        if (sandboxes.remove(box) != null) {
          cache.sandboxes().remove(box);
        }
        yield "no sandbox " + box;
      }
      default -> {
        if (names.containsKey(reference)) {
          cache.tag(reference, "example.com/" + tag);
          names.put("example.com/" + tag, names.get(reference));
        }
        yield "tag " + tag;
      }
    };
  }

  private TestImage pushedAt(String reference) {
    return Objects.requireNonNull(pushed.get(reference));
  }

  private void name(String reference, TestImage image) {
    names.put(reference, image);
    present.put(image.digest(), image);
  }

  private boolean isPinned(TestImage image) {
    return sandboxes.containsValue(image);
  }

  private void remove(ImageCache cache, String reference, boolean forced) {
    var image = names.get(reference);
    var options = forced ? new RemoveOption[] {RemoveOption.FORCE} : new RemoveOption[0];
    boolean last = image != null && names.values().stream().filter(image::equals).count() == 1;
    boolean refused = image != null && last && isPinned(image) && !forced;
    try {
      cache.remove(reference, options);
      assertThat(refused).isFalse();
      names.remove(reference);
      if (last) {
        present.remove(Objects.requireNonNull(image).digest());
      }
    } catch (ImageNotFoundException _) {
      assertThat(image).isNull();
    } catch (ImageInUseException _) {
      assertThat(refused).isTrue();
    }
  }

  private void requireModel(TestCache test, String done) {
    var listed = new TreeMap<String, String>();
    for (var image : test.cache().list()) {
      if (!image.isDangling()) {
        listed.put(image.reference(), digest(image));
      }
    }
    var named = new TreeMap<String, String>();
    names.forEach((name, image) -> named.put(name, image.digest()));
    assertThat(listed).as(done).isEqualTo(named);

    var there = new TreeSet<String>();
    test.cache().list().forEach(image -> there.add(digest(image)));
    assertThat(there).as(done).isEqualTo(present.keySet());

    var files = new TreeSet<String>();
    for (var image : present.values()) {
      String name = image.digest().replace(':', '_');
      files.add("fsmeta/" + name + ".erofs");
      files.add("vmdk/" + name + ".vmdk");
      for (TestLayer layer : image.layers()) {
        files.add("layers/" + layer.diffId().replace(':', '_') + ".erofs");
      }
    }
    assertThat(new TreeSet<>(test.files())).as(done).isEqualTo(files);
    assertThat(test.cache().verify(VerifyLevel.QUICK).isSound()).as(done).isTrue();
  }

  private static String digest(ImageHandle image) {
    return image.manifestDigest().orElseThrow().toString();
  }
}
