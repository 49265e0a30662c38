// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.compression;

final class JdkInflaterTest extends GzipContract {
  @Override
  RawInflater inflater() {
    return new JdkInflater();
  }
}
