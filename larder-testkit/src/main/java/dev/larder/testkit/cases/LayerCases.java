// SPDX-License-Identifier: Apache-2.0
package dev.larder.testkit.cases;

import java.util.ArrayList;
import java.util.List;

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

  /** {@return the cases that are about how a tar is packed, not about what is in it} */
  public static List<LayerCase> ofPacking() {
    return PackingCases.all();
  }
}
