// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;

/** One HTTP request until its headers are here. Paths and queries are left out: URLs are signed. */
@Name("dev.larder.RegistryRequest")
@Label("Registry Request")
@Description("A request to a registry, or to where it redirects to, until the response's headers")
@Category("larder")
@StackTrace(false)
final class RequestJfrEvent extends RegistryJfrEvent {
  @Label("Host")
  String host = "";

  @Label("Status")
  @Description("The status code, 0 if there was no response")
  int status;
}
