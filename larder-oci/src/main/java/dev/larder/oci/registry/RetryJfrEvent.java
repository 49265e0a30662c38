// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import jdk.jfr.Category;
import jdk.jfr.DataAmount;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** The wait between two attempts. */
@Name("dev.larder.RegistryRetry")
@Label("Registry Retry")
@Description("The wait before a failed request is made again")
@Category("larder")
@StackTrace(false)
final class RetryJfrEvent extends RegistryJfrEvent {
  @Label("Reason")
  String reason = "";

  @Label("Position")
  @DataAmount
  long positionBytes;
}
