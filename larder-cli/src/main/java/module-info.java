// SPDX-License-Identifier: Apache-2.0
/** The larder command. */
module dev.larder.cli {
  requires static transitive org.jspecify;
  requires dev.larder;
  requires info.picocli;
  requires org.slf4j.nop; // for sqlite-jdbc, which starts the JDK's logging where there is no SLF4J
  requires tools.jackson.core;
}
