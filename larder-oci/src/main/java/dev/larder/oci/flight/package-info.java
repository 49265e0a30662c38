// SPDX-License-Identifier: Apache-2.0
/** What all events have in common that larder's modules leave to the JDK's flight recorder. */
@NullMarked
package dev.larder.oci.flight;

import org.jspecify.annotations.NullMarked;
