// SPDX-License-Identifier: Apache-2.0
package dev.larder.erofs;

import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TarEntry;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.Collectors;

/**
 * A stack of layers that a seed decides.
 *
 * @param seed the seed, which also decides how names are spelt
 * @param aliased whether the bottom layer has a directory {@code r} and a symlink {@code l} to it,
 *     and the layers above use either name for what is in it
 * @param layers the steps of each layer, the bottom one first
 */
record RandomStack(long seed, boolean aliased, List<List<LayerStep>> layers) {
  private static final String[] NAMES = {"a", "a", "a", "b", "b", "c", "é\n", "n".repeat(255), "r"};
  private static final int MOST_LAYERS = 4;
  private static final int MOST_STEPS = 12;

  RandomStack {
    layers = layers.stream().map(List::copyOf).toList();
  }

  /** {@return the stack of a seed, of which the model knows what comes of it} */
  static RandomStack of(long seed) {
    var random = new Random(seed);
    boolean aliased = random.nextInt(4) == 0;
    var layers = new ArrayList<List<LayerStep>>();
    for (int layer = random.nextInt(MOST_LAYERS); layer >= 0; layer--) {
      var steps = new ArrayList<LayerStep>();
      layers.add(steps);
      if (layers.size() == 1) {
        steps.addAll(firstSteps(random, aliased));
      }
      for (int i = 1 + random.nextInt(MOST_STEPS); i > 0; i--) {
        steps.add(step(random, aliased));
        if (!isModelled(layers)) {
          steps.removeLast();
        }
      }
    }
    return new RandomStack(seed, aliased, layers);
  }

  private static List<LayerStep> firstSteps(Random random, boolean aliased) {
    var steps = new ArrayList<LayerStep>();
    steps.add(new LayerStep.Put("z", RandomNode.random(random, false)));
    if (aliased) {
      steps.add(new LayerStep.Put("r", RandomNode.random(random, true)));
      steps.add(new LayerStep.Put("l", RandomNode.linkToR()));
    }
    return steps;
  }

  private static LayerStep step(Random random, boolean aliased) {
    String path = path(random);
    boolean keep = aliased && path.equals("r");
    return switch (random.nextInt(20)) {
      case 0, 1, 2, 3, 4 -> new LayerStep.Put(path, RandomNode.random(random, true));
      case 5, 6 -> keep ? new LayerStep.Empty(path) : new LayerStep.Link(path, path(random));
      case 7, 8, 9, 10 -> keep ? new LayerStep.Empty(path) : new LayerStep.Hide(path);
      case 11, 12 -> new LayerStep.Empty(path);
      case 13 -> new LayerStep.Empty(aliased ? "a" : "");
      case 14 -> new LayerStep.Put("", RandomNode.random(random, true));
      default -> new LayerStep.Put(path, RandomNode.random(random, keep));
    };
  }

  private static String path(Random random) {
    var path = new StringBuilder(NAMES[random.nextInt(NAMES.length)]);
    for (int depth = random.nextInt(3); depth > 0; depth--) {
      path.append('/').append(NAMES[random.nextInt(3 + random.nextInt(NAMES.length - 3))]);
    }
    return path.toString();
  }

  private static boolean isModelled(List<List<LayerStep>> layers) {
    try {
      StackModel.merge(layers);
      return true;
    } catch (StackModel.Refused refused) {
      // Once it is refused, all further steps are; one refusal in ten stacks is enough.
      return layers.hashCode() % 10 == 0;
    } catch (StackModel.Unmodelled beyond) {
      return false;
    }
  }

  /** {@return the tars of the layers, with every name below {@code prefix}} */
  List<TarBuilder> tars(String prefix) {
    var spelling = new Random(seed);
    var tars = new ArrayList<TarBuilder>();
    for (List<LayerStep> layer : layers) {
      boolean byAlias = aliased && !tars.isEmpty() && spelling.nextBoolean();
      var tar = new TarBuilder();
      for (LayerStep step : layer) {
        tar.add(entry(step, prefix, byAlias, spelling));
      }
      tars.add(tar);
    }
    return tars;
  }

  private static TarEntry entry(LayerStep step, String prefix, boolean byAlias, Random spelling) {
    String name = spelt(step.path(), prefix, byAlias, spelling);
    return switch (step) {
      case LayerStep.Put(String path, RandomNode node) -> node.entry(name.isEmpty() ? "." : name);
      case LayerStep.Link(String path, String target) ->
          TarEntry.hardLink(name, spelt(target, prefix, byAlias, spelling));
      case LayerStep.Hide(String path) -> hide(name, spelling);
      case LayerStep.Empty(String path) -> {
        boolean throughAlias = byAlias && path.equals("r");
        yield TarEntry.opaque(throughAlias ? prefix + "l" : name);
      }
    };
  }

  private static TarEntry hide(String name, Random spelling) {
    TarEntry whiteout = TarEntry.whiteout(name);
    if (spelling.nextInt(4) > 0) {
      return whiteout;
    }
    int slash = name.lastIndexOf('/') + 1;
    String marker = name.substring(0, slash) + ".wh." + name.substring(slash);
    return spelling.nextBoolean()
        ? TarEntry.characterDevice(marker, 0, 0)
        : TarEntry.hardLink(marker, "any/thing");
  }

  private static String spelt(String path, String prefix, boolean byAlias, Random spelling) {
    String name = prefix + (byAlias && path.startsWith("r/") ? "l" + path.substring(1) : path);
    return switch (spelling.nextInt(8)) {
      case 0 -> "./" + name;
      case 1 -> "/" + name;
      case 2 -> name.replace("/", "//");
      case 3 -> name.replace("/", "/./");
      default -> name;
    };
  }

  /** {@return this stack without one layer} */
  RandomStack withoutLayer(int layer) {
    var fewer = new ArrayList<>(layers);
    fewer.remove(layer);
    return new RandomStack(seed, aliased, fewer);
  }

  /** {@return this stack without one step} */
  RandomStack withoutStep(int layer, int step) {
    var fewer = new ArrayList<>(layers);
    var steps = new ArrayList<>(layers.get(layer));
    steps.remove(step);
    fewer.set(layer, steps);
    return new RandomStack(seed, aliased, fewer);
  }

  @Override
  public String toString() {
    return "seed "
        + seed
        + (aliased ? ", with l -> r" : "")
        + layers.stream()
            .map(
                layer ->
                    layer.stream()
                        .map(step -> "\n    " + step)
                        .collect(Collectors.joining("", "\n  layer", "")))
            .collect(Collectors.joining());
  }
}
