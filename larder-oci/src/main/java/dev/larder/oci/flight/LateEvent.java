// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.flight;

import jdk.jfr.Event;
import jdk.jfr.FlightRecorder;
import jdk.jfr.Registered;

/**
 * An event of the JDK's flight recorder that the recorder comes to know with the first one that is
 * made while it records. It knows others as soon as their classes are loaded, and starts for that:
 * a sixth of a second of every pull, for nobody.
 */
@Registered(false)
public abstract class LateEvent extends Event {
  /** Makes an event, which can be recorded if somebody records. */
  protected LateEvent() {
    if (FlightRecorder.isInitialized()) {
      FlightRecorder.register(getClass());
    }
  }
}
