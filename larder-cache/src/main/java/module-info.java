// SPDX-License-Identifier: Apache-2.0
/** The image cache. */
module dev.larder {
  requires static transitive org.jspecify;
  requires transitive dev.larder.erofs;
  requires transitive dev.larder.oci;
  requires java.sql;
  requires jdk.jfr;
  requires org.xerial.sqlitejdbc;
  requires tools.jackson.core;

  exports dev.larder;
  exports dev.larder.error;
  exports dev.larder.model;
}
