// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

/** What an endpoint may be asked for. */
public enum Capability {
  /** Content by its digest. */
  PULL("giving contents"),
  /** What a tag means. */
  RESOLVE("telling what a tag means");

  private final String words;

  Capability(String words) {
    this.words = words;
  }

  /** {@return it for people} */
  public String words() {
    return words;
  }
}
