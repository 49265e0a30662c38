// SPDX-License-Identifier: Apache-2.0
/** The larder command. */
module dev.larder.cli {
  requires static transitive org.jspecify;
  requires dev.larder;
  requires info.picocli;
  requires tools.jackson.core;
}
