// SPDX-License-Identifier: Apache-2.0
/** OCI references, digests, documents, registries and archives. */
module dev.larder.oci {
  requires static transitive org.jspecify;
  requires java.net.http;
  requires transitive jdk.jfr;
  requires tools.jackson.core;
  requires com.github.luben.zstd_jni;
  requires org.tomlj;

  exports dev.larder.oci;
  exports dev.larder.oci.archive;
  exports dev.larder.oci.compression;
  exports dev.larder.oci.flight;
  exports dev.larder.oci.hosts;
  exports dev.larder.oci.image;
  exports dev.larder.oci.login;
  exports dev.larder.oci.proxy;
  exports dev.larder.oci.registry;
  exports dev.larder.oci.source;
}
