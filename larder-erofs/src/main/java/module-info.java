// SPDX-License-Identifier: Apache-2.0
/** EROFS images of OCI layers: write, merge, read, dump. */
module dev.larder.erofs {
  requires static transitive org.jspecify;

  exports dev.larder.erofs;
  exports dev.larder.erofs.error;
  exports dev.larder.erofs.layer;
  exports dev.larder.erofs.tree;
}
