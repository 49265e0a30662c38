// SPDX-License-Identifier: Apache-2.0
/** Measures larder beside its peers and beside what the machine can do at best. */
module dev.larder.bench {
  requires static org.jspecify;
  requires dev.larder;
  requires dev.larder.testkit;
  requires jmh.core;
}
