// SPDX-License-Identifier: Apache-2.0
package dev.larder.oci.registry;

/**
 * The registry does not hold a layer, its descriptor names URLs elsewhere, and these are refused.
 * See {@link ForeignLayers}.
 */
public final class ForeignLayerException extends RegistryException {
  private static final long serialVersionUID = 1L;

  ForeignLayerException(Failure failure, String problem, ContentNotFoundException cause) {
    super(failure, problem, cause);
  }

  @Override
  public boolean isTransient() {
    return false;
  }
}
