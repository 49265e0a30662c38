// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

import dev.larder.oci.flight.LateEvent;
import jdk.jfr.Label;

/** What is asked for, which every event of a registry tells. */
abstract sealed class RegistryJfrEvent extends LateEvent permits RequestJfrEvent, RetryJfrEvent {
  @Label("Registry")
  String registry = "";

  @Label("Repository")
  String repository = "";

  @Label("Reference")
  String reference = "";
}
