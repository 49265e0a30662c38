// SPDX-License-Identifier: Apache-2.0
package dev.larder.store;

import dev.larder.oci.flight.LateEvent;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The wait for a lock that another thread or process has. */
@Name("dev.larder.LockWait")
@Label("Lock Wait")
@Description("The wait for a lock that another thread or process has")
@Category("larder")
@StackTrace(false)
final class LockWaitJfrEvent extends LateEvent {
  @Label("Kind")
  @Description("What is locked: layer or image")
  String kind = "";

  @Label("Name")
  @Description("The diff id of the layer, the manifest digest of the image")
  String name = "";
}
