// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.proxy;

import java.io.IOException;

/** What is set as a proxy is none. The message names the setting and does not show its value. */
public final class InvalidProxyException extends IOException {
  private static final long serialVersionUID = 1L;

  InvalidProxyException(String setting, String problem) {
    super(setting + " " + problem);
  }
}
