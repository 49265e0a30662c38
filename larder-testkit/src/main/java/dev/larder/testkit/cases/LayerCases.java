// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import dev.larder.testkit.cases.LayerCase.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** All cases, by what they are about. */
public final class LayerCases {
  private LayerCases() {}

  /** {@return every case; names are unique} */
  public static List<LayerCase> all() {
    var cases = new ArrayList<LayerCase>();
    cases.addAll(WhiteoutCases.all());
    cases.addAll(LinkCases.all());
    cases.addAll(NameCases.all());
    cases.addAll(EntryCases.all());
    cases.addAll(MetadataCases.all());
    cases.addAll(SparseCases.all());
    cases.addAll(StreamCases.all());
    cases.addAll(PackingCases.all());
    return List.copyOf(cases);
  }

  /** {@return the cases that give a tree} */
  public static List<LayerCase> given() {
    return all().stream().filter(layers -> layers.outcome() instanceof Outcome.Gives).toList();
  }

  /** {@return the cases of whose layers umoci makes the tree that they give} */
  public static List<LayerCase> judgedByUmoci() {
    return given().stream()
        .filter(layers -> !layers.layers().isEmpty() && layers.umociDiffers().isEmpty())
        .toList();
  }

  /**
   * {@return the names of the cases in which a later entry of a layer replaces a file whose bytes
   * were there already} A converter that writes bytes as they come keeps them, and nothing shows
   * them.
   */
  public static Set<String> leavingUnseenBytes() {
    return Set.of(
        "dir-to-file",
        "dir-to-symlink",
        "dir-to-symlink-to-dir",
        "lower-dir-to-file-to-dir",
        "each-type-replaced");
  }

  /** {@return the cases that are about how a tar is packed, not about what is in it} */
  public static List<LayerCase> ofPacking() {
    return PackingCases.all();
  }
}
