// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

/** Text from a stranger, made fit for one line of an error. */
final class Words {
  private static final int LIMIT = 300;

  private Words() {}

  static String oneLine(String text) {
    String line = text.replaceAll("[\\p{Cntrl}\\s]+", " ").strip();
    return line.length() <= LIMIT ? line : line.substring(0, LIMIT) + "…";
  }
}
