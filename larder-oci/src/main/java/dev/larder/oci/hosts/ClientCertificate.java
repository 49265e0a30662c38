// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.hosts;

import java.nio.file.Path;

/**
 * Who we are, in TLS.
 *
 * @param certificate a PEM file
 * @param key a PEM file, the same one where it holds both
 */
public record ClientCertificate(Path certificate, Path key) {}
