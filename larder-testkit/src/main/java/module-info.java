// SPDX-License-Identifier: Apache-2.0
/** Test support: a registry, builders, oracles. */
module dev.larder.testkit {
  exports dev.larder.testkit.cases;
  exports dev.larder.testkit.hostile;
  exports dev.larder.testkit.image;
  exports dev.larder.testkit.oracle;
  exports dev.larder.testkit.registry;

  requires static org.jspecify;
  requires java.net.http; // the tests of the registry ask it over HTTP
}
