// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.oci.flight.LateEvent;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The making of one layer's file, from the first byte of its blob to its row. */
@Name("dev.larder.Layer")
@Label("Layer")
@Description("The making of one layer's file, from the first byte of its blob to its row")
@Category("larder")
@StackTrace(false)
final class LayerJfrEvent extends LateEvent {
  @Label("Reference")
  String reference = "";

  @Label("Position")
  int position;

  @Label("Diff ID")
  String diffId = "";

  @Label("Blob")
  String blob = "";

  @Label("Blob Size")
  @DataAmount
  long blobBytes;

  @Label("EROFS Size")
  @Description("The size of the layer's file, 0 if it came to none")
  @DataAmount
  long erofsBytes;
}
