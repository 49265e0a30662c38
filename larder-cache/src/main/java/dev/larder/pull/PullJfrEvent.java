// SPDX-License-Identifier: Apache-2.0
package dev.larder.pull;

import dev.larder.oci.flight.LateEvent;
import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** A pull or load, from its reference to the rows of the image. */
@Name("dev.larder.Pull")
@Label("Pull")
@Description("A pull or load, from its reference to the rows of the image")
@Category("larder")
@StackTrace(false)
final class PullJfrEvent extends LateEvent {
  @Label("Reference")
  String reference = "";

  @Label("Manifest")
  @Description("The image's manifest, empty if it came to none")
  String manifest = "";

  @Label("Layers Downloaded")
  int layersDownloaded;

  @Label("Layers Cached")
  int layersCached;

  @Label("Downloaded")
  @DataAmount
  long downloadedBytes;

  @Label("Failure")
  @Description("What went wrong, empty if nothing did")
  String failure = "";
}
