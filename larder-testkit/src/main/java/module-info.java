// SPDX-License-Identifier: Apache-2.0
/** Test support: a registry, builders, oracles. */
module dev.larder.testkit {
  exports dev.larder.testkit.image;

  requires static org.jspecify;
}
