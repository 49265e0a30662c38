// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import dev.larder.testkit.image.ImageBuilder;
import dev.larder.testkit.image.TarBuilder;
import dev.larder.testkit.image.TestImage;
import dev.larder.testkit.image.TestLayer;
import dev.larder.testkit.oracle.TreeEntry;
import java.util.List;
import java.util.function.Function;

/**
 * Layers and what must come of them.
 *
 * @param name the case's name, as the table of rules and reports of tests have it
 * @param rule what the case shows, one sentence
 * @param layers the tars, the bottom one first
 * @param packing how each tar becomes the blob that an image names
 * @param outcome what must come of the layers
 * @param umociDiffers what umoci makes of the case if it is known to be something else; empty if
 *     umoci is a judge
 */
public record LayerCase(
    String name,
    String rule,
    List<TarBuilder> layers,
    Function<TarBuilder, TestLayer> packing,
    Outcome outcome,
    String umociDiffers) {

  /** What must come of layers. */
  public sealed interface Outcome {
    /** They are merged, and a mount shows this. */
    record Gives(ExpectedTree tree) implements Outcome {}

    /**
     * They are refused.
     *
     * @param saying a part of what the refusal says
     */
    record Refused(String saying) implements Outcome {}
  }

  /** Copies the layers. */
  public LayerCase {
    layers = List.copyOf(layers);
  }

  /**
   * {@return a case without an outcome yet}
   *
   * @param name its name
   * @param rule what it shows
   * @param layers the tars, the bottom one first
   */
  static Unjudged of(String name, String rule, TarBuilder... layers) {
    return new Unjudged(name, rule, List.of(layers));
  }

  /** A case whose outcome is said next. */
  record Unjudged(String name, String rule, List<TarBuilder> layers) {
    LayerCase gives(Expected... names) {
      return outcome(new Outcome.Gives(ExpectedTree.of(names)));
    }

    LayerCase isRefused(String saying) {
      return outcome(new Outcome.Refused(saying));
    }

    private LayerCase outcome(Outcome outcome) {
      return new LayerCase(name, rule, layers, TestLayer::of, outcome, "");
    }
  }

  LayerCase umociDiffers(String how) {
    return new LayerCase(name, rule, layers, packing, outcome, how);
  }

  LayerCase packed(Function<TarBuilder, TestLayer> otherPacking) {
    return new LayerCase(name, rule, layers, otherPacking, outcome, umociDiffers);
  }

  /**
   * {@return the tree that the layers give, entry by entry}
   *
   * @throws IllegalStateException if they are refused
   */
  public List<TreeEntry> entries() {
    return switch (outcome) {
      case Outcome.Gives(var tree) -> tree.entries();
      case Outcome.Refused refused -> throw new IllegalStateException(name + " is refused");
    };
  }

  /** {@return an image of the layers, for {@code linux/amd64}} */
  public TestImage image() {
    var image = new ImageBuilder();
    layers.forEach(layer -> image.layer(packing.apply(layer)));
    return image.build();
  }

  @Override
  public String toString() {
    return name;
  }
}
